"""Loops: equations that need one another, moment by moment, with all that can be done before taken out of the loop."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engine.expression import Apply, Expression, Reference, Value
from engine.plan.arrays import View
from engine.plan.definitions import Definition, NotPlanned, beyond
from engine.plan.emission import Emission
from engine.plan.keys import Key, distance, key_of
from engine.plan.lanes import emit_lanes, fits, signature
from engine.plan.merging import merged
from engine.plan.operands import Operand
from engine.plan.rearranging import bare, count, depends, is_reference, matrix_of


@dataclass(frozen=True, slots=True)
class Product:
    """A matrix of parameters times a vector that the loop computes."""

    weights: Value
    turned: bool
    vector: Reference

    @property
    def term(self) -> tuple[Key, int]:
        return key_of(self.vector), distance(self.vector)


@dataclass(slots=True)
class Row:
    """One equation of the loop, its terms by how they are computed."""

    definition: Definition
    known: list[Expression] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    rest: list[Expression] = field(default_factory=list)
    level: int = 0
    started: bool = False

    @property
    def key(self) -> Key:
        return self.definition.key

    @property
    def size(self) -> int:
        return count(self.definition.shape)


@dataclass(slots=True)
class Loop:
    """A loop in the making."""

    emission: Emission
    rows: list[Row]
    own: frozenset[Key]
    backwards: bool
    groups: list[list[Row]] = field(default_factory=list)
    shared: dict[tuple[Key, int], list[Row]] = field(default_factory=dict)
    together: dict[Key, set[Key]] = field(default_factory=dict)
    formed: set[tuple[Key, int]] = field(default_factory=set)


def write_loop(emission: Emission, component: tuple[Definition, ...]) -> None:
    """Lays the equations of a loop out and writes it."""
    backwards = component[0].key.adjoint
    own = frozenset(definition.key for definition in component)
    for definition in component:
        ways = [distance(part) for part in definition.reads() if key_of(part) in own]
        if not definition.timed or any((way < 0) if backwards else (way > 0) for way in ways):
            raise NotPlanned("a loop that runs both ways")
    if backwards:
        component = merged(component, emission.kept)
    rows = [_row(definition, own) for definition in component]
    emission.mode, emission.own = "moment", own
    loop = Loop(emission, rows, own, backwards)
    _levels(loop)
    _affinities(loop)
    _arrange(loop)
    with emission.source.loop(backwards=backwards):
        for group in loop.groups:
            _write_group(loop, group)
    emission.mode, emission.own = "sequence", frozenset()


def _row(definition: Definition, own: frozenset[Key]) -> Row:
    row = Row(definition)
    for term in definition.terms:
        if not depends(term, own):
            row.known.append(term)
        elif product := _product(term, own, row.size):
            row.products.append(product)
        else:
            row.rest.append(term)
    return row


def _product(term: Expression, own: frozenset[Key], size: int) -> Product | None:
    inner = bare(term)
    if not isinstance(inner, Apply) or inner.op != "matmul" or count(inner.shape) != size:
        return None
    matrix, vector = matrix_of(inner.arguments[0]), bare(inner.arguments[1])
    if matrix is None or not is_reference(vector) or len(inner.arguments[1].shape or ()) != 1:
        return None
    assert isinstance(vector, Reference)
    if key_of(vector) not in own or count(vector.shape) != count(inner.arguments[1].shape):
        return None
    return Product(*matrix, vector)


def _levels(loop: Loop) -> None:
    """How many equations of the same moment must be ready before each."""
    rows = {row.key: row for row in loop.rows}
    level: dict[Key, int] = {}

    def find(key: Key) -> int:
        if key not in level:
            level[key] = -1
            needs = [
                find(key_of(part))
                for part in rows[key].definition.reads()
                if key_of(part) in rows and not distance(part)
            ]
            level[key] = 1 + max(needs, default=-1)
        return level[key]

    for row in loop.rows:
        row.level = find(row.key)


def _affinities(loop: Loop) -> None:
    """Which equations want to lie side by side: those of products that share a vector, and vectors summed together."""
    sharing: defaultdict[tuple[Key, int], list[Row]] = defaultdict(list)
    for row in loop.rows:
        for product in row.products:
            sharing[product.term].append(row)
    for term, rows in sharing.items():
        alike = [row for row in rows if row.size == rows[0].size and len(row.products) == 1]
        if len(alike) > 1:
            loop.shared[term] = alike
            _join(loop, [row.key for row in alike])
    sizes = {row.key: row.size for row in loop.rows}
    for row in loop.rows:
        summed = [product.term for product in row.products]
        if len(summed) > 1 and len({at for _, at in summed}) == 1 and len({sizes[key] for key, _ in summed}) == 1:
            _join(loop, [key for key, _ in summed])


def _join(loop: Loop, keys: list[Key]) -> None:
    whole = set(keys).union(*(loop.together.get(key, set()) for key in keys))
    for key in whole:
        loop.together[key] = whole


def _arrange(loop: Loop) -> None:
    """Forms groups of equations that run side by side, level by level, and gives each its lane."""
    place, source = loop.emission.place, loop.emission.source
    blocks: dict[int, Operand] = {}
    for level in range(1 + max(row.level for row in loop.rows)):
        alike: defaultdict[object, list[Row]] = defaultdict(list)
        for row in loop.rows:
            if row.level == level:
                alike[_form(row, loop)].append(row)
        for rows in alike.values():
            for group in _side_by_side(loop, rows):
                for row in group:
                    stack = id(loop.together[row.key]) if row.key in loop.together else id(group)
                    if stack not in blocks:
                        block = source.block((row.size,), lasting=row.key.name in loop.emission.network.quantities)
                        blocks[stack] = Operand((row.size,), block)
                    block = blocks[stack].block  # type: ignore[assignment]
                    place[row.key] = Operand(row.definition.shape, block, block.lanes, block.lanes + 1)
                    block.labels.append(label(row.key))
                loop.groups.append(group)
    for term, rows in list(loop.shared.items()):
        lanes = sorted(place[row.key].first for row in rows)
        if lanes != list(range(lanes[0], lanes[0] + len(lanes))):
            del loop.shared[term]


def label(key: Key) -> str:
    """What the array of a key is called in the code."""
    return f"d_{key.name}" if key.adjoint else key.name.replace(" ", "_")


def _form(row: Row, loop: Loop) -> object:
    stack = id(loop.together.get(row.key)) if row.key in loop.together else None
    recorded = row.key.name in loop.emission.network.quantities
    rest = sorted(str(signature(term, loop.own)) for term in row.rest)
    return (
        stack,
        recorded,
        row.size,
        bool(row.known),
        tuple(sorted(str(product.term) for product in row.products)),
        tuple(rest),
    )


def _side_by_side(loop: Loop, rows: list[Row]) -> Iterator[list[Row]]:
    """The rows as one group where what they read lies side by side, else each alone."""
    for row in rows:
        row.rest.sort(key=lambda term: (count(term.shape) != row.size, str(signature(term, loop.own))))
    place = loop.emission.place
    products_apart = any(product.term not in loop.shared for row in rows for product in row.products)
    packs = all(fits([row.rest[number] for row in rows], loop.own, place) for number in range(len(rows[0].rest)))
    if len(rows) > 1 and packs and not products_apart:
        yield rows
    else:
        yield from ([row] for row in rows)


def _write_group(loop: Loop, group: list[Row]) -> None:
    emission, first = loop.emission, group[0]
    for row in group:
        for product in row.products:
            if row in loop.shared.get(product.term, ()):
                _write_shared(loop, product.term)
    place = emission.place
    start = place[first.key]
    shape = first.definition.shape if len(group) == 1 else (first.size,)
    out = Operand(shape, start.block, start.first, start.first + len(group))
    if not first.started:
        for row in group:
            if row.known:
                _write_known(loop, row)
    for row in group:  # a group of several has shared products only
        apart = [product for product in row.products if row not in loop.shared.get(product.term, ())]
        if apart:
            _write_products(loop, row, apart)
    terms = [[row.rest[number] for row in group] for number in range(len(first.rest))]
    for nodes in terms:
        if not first.started:
            found = emit_lanes(emission, nodes, out)
            if found.block is not out.block or found.first != out.first or found.offset:
                emission.copy(found, out)
                emission.done(found)
        else:
            _add(emission, nodes, out)
        for row in group:
            row.started = True
    if not first.started:
        raise NotPlanned("an equation without terms")
    for row in group:
        emission.put_in(row.key)


def _add(emission: Emission, nodes: list[Expression], out: Operand) -> None:
    if len(nodes) == 1:
        emission.added(nodes[0], out)
        return
    found = emit_lanes(emission, nodes)
    whole = emission.named(out, (count(out.shape),))
    emission.source.call("add", whole, emission.named(found, (count(found.shape),)), whole)
    emission.done(found)


def _write_known(loop: Loop, row: Row) -> None:
    """What is known of a sum before the loop stands in its place already when the loop begins."""
    terms = [(term, beyond(term)) for term in row.known]
    loop.emission.written_ahead(terms, loop.emission.place[row.key])
    row.started = True


def _write_shared(loop: Loop, term: tuple[Key, int]) -> None:
    """One product for all equations that multiply the same vector."""
    if term in loop.formed:
        return
    loop.formed.add(term)
    emission, source = loop.emission, loop.emission.source
    rows = sorted(loop.shared[term], key=lambda row: emission.place[row.key].first)
    places = [emission.place[row.key] for row in rows]
    products = [product for row in rows for product in row.products if product.term == term]
    vector = emission.read(products[0].vector)
    lanes, inner, size = len(rows), count(vector.shape), rows[0].size
    for row in rows:
        _write_known(loop, row)
    out = Operand((size,), places[0].block, places[0].first, places[0].first + lanes)
    result = emission.fresh((size,), (True, True), lanes)
    if source.extent.examples == 1:
        weights = _packed(emission, products, (size, inner), turned=False)
        names = (
            source.view(_whole(weights, (lanes * size, inner))),
            emission.named(vector, (inner,)),
            emission.named(result, (), whole=(lanes * size,)),
        )
        source.call("dot", *names)
    else:
        weights = _packed(emission, products, (inner, size), turned=True)
        source.call(
            "matmul",
            emission.named(vector, (inner,)),
            source.view(_whole(weights, (lanes, inner, size))),
            emission.named(result, (size,)),
        )
    whole = emission.named(out, (size,))
    source.call("add", whole, emission.named(result, (size,)), whole)
    emission.done(result)


def _whole(weights: Operand, shape: tuple[int, ...]) -> View:
    assert weights.block is not None
    return View(weights.block, weights.first, weights.stop, "sequence", (), whole=shape)


def _packed(emission: Emission, products: list[Product], shape: tuple[int, int], *, turned: bool) -> Operand:
    """The matrices of several products side by side, each `turned` or as its product reads it."""
    source = emission.source
    block = source.block(shape, *(product.weights.name for product in products), timed=False, examples=False)
    with source.ahead():
        inside = Emission(source, emission.network, emission.place)
        for lane, product in enumerate(products):
            given = inside.read(product.weights)
            source.call(
                "copyto",
                inside.named(given, product.weights.shape or (), transposed=product.turned != turned),
                inside.named(Operand(shape, block, lane, lane + 1), shape),
            )
    return Operand(shape, block, 0, len(products))


def _write_products(loop: Loop, row: Row, products: list[Product]) -> None:
    """The sum of products of one equation; one product where their vectors lie side by side."""
    emission, source = loop.emission, loop.emission.source
    out = replace(emission.place[row.key], shape=(row.size,))
    by_place = sorted(products, key=lambda product: emission.read(product.vector).first)
    vectors = [emission.read(product.vector) for product in by_place]
    first, inner = vectors[0], count(vectors[0].shape)
    side_by_side = len(vectors) > 1 and all(
        one.block is first.block and one.first == first.first + lane and one.offset == first.offset
        for lane, one in enumerate(vectors)
    )
    several = source.extent.examples > 1
    for vector, product in [(first, by_place[0])] if side_by_side else list(zip(vectors, by_place, strict=True)):
        lanes = len(vectors) if side_by_side else 1
        weights = _packed(emission, by_place if side_by_side else [product], (inner_of(vector), row.size), turned=True)
        joined = replace(vector, stop=vector.first + lanes)
        if several and lanes > 1:
            parts = emission.fresh((row.size,), (True, True), lanes)
            source.call(
                "matmul",
                emission.named(joined, (inner,)),
                source.view(_whole(weights, (lanes, inner, row.size))),
                emission.named(parts, (row.size,)),
            )
            result = emission.fresh((row.size,), (True, True))
            target = result if row.started else out
            source.call("add.reduce", emission.named(parts, (row.size,)), emission.named(target, (row.size,)))
            emission.done(parts)
        else:
            size = lanes * inner_of(vector)
            result = emission.fresh((row.size,), (True, True))
            target = result if row.started else out
            names = (
                emission.named(joined, (), whole=(size,) if not several else (-1, size)),
                source.view(_whole(weights, (size, row.size))),
                emission.named(target, (row.size,)),
            )
            source.call("matmul" if several else "dot", *names)
        if row.started:
            whole = emission.named(out, (row.size,))
            source.call("add", whole, emission.named(result, (row.size,)), whole)
        emission.done(result)
        row.started = True


def inner_of(vector: Operand) -> int:
    """How many entries a vector has."""
    return count(vector.shape)
