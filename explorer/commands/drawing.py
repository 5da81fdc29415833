"""Drawing: the brush puts values into the entries of an image input, one stroke after the other."""

from dataclasses import replace

from engine.run.intervention import Intervention, Part
from explorer.command import Command, Outcome
from explorer.scene import Scene
from explorer.scenery.brush import chosen_paint, front_channels, paints, reach
from explorer.scenery.images import image_inputs
from explorer.scenery.moments import shown_moment

Index = tuple[Part, ...]


def _lead(scene: Scene, name: str) -> Index:
    """The moment (where there is one) and the example that are shown."""
    timed = scene.network.quantities[name].timed
    return (*((shown_moment(scene),) if timed else ()), scene.state.example)


def _painted(scene: Scene, argument: object) -> Outcome:
    """The brush on one pixel: (input, row, column). Every entry holds one intervention at most, the newest."""
    match argument:
        case (str() as name, int() as row, int() as column) if name in image_inputs(scene.network):
            rows, columns, _ = scene.network.quantities[name].shape
            if not (0 <= row < rows and 0 <= column < columns):
                return None
        case _:
            return None
    paint, far, lead = paints(scene, name)[chosen_paint(scene, name)], reach(scene), _lead(scene, name)
    off = scene.state.switched_off
    kept = {(item.name, item.index): item for item in scene.state.interventions}
    for y in range(max(row - far, 0), min(row + far + 1, rows)):
        for x in range(max(column - far, 0), min(column + far + 1, columns)):
            for place, channel in enumerate(front_channels(scene, name)):
                key = name, (*lead, y, x, channel)
                if paint.erases:
                    kept.pop(key, None)
                elif key not in kept or kept[key].value != paint.numbers[place] or kept[key] in off:
                    kept.pop(key, None)
                    kept[key] = Intervention(*key, paint.numbers[place])
                    off = off - {kept[key]}
    return replace(scene.state, interventions=tuple(kept.values()), switched_off=off & set(kept.values()))


def _is_drawn(scene: Scene, item: Intervention) -> bool:
    """Whether it is an entry of an image of the example (and moment) that is shown."""
    if item.name not in image_inputs(scene.network):
        return False
    lead = _lead(scene, item.name)
    return item.index[: len(lead)] == lead and len(item.index) == len(lead) + 3


def _as_given(scene: Scene, argument: object) -> Outcome:
    """All entries of the picture as they were given."""
    kept = tuple(item for item in scene.state.interventions if not _is_drawn(scene, item))
    return replace(scene.state, interventions=kept, switched_off=scene.state.switched_off & set(kept))


DRAWING = (
    Command("draw", "Draw on the picture", _painted, adds=True),
    Command("draw-on", "Go on drawing", _painted, repeats=True, continues="draw", adds=True),
    Command(
        "picture-as-given",
        "Take the drawing back",
        _as_given,
        (),
        "Network",
        "Gives every pixel of this picture the value back that it was given",
        enabled=lambda scene: any(_is_drawn(scene, item) for item in scene.state.interventions),
        group=4,
    ),
)
