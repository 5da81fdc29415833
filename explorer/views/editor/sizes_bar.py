"""The sizes that a text declares as spin boxes, in as many rows as they need."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QSizePolicy, QSpinBox, QWidget

from engine.language.sizes_line import DeclaredSize

LARGEST = 100_000
"""What a spin box offers; larger sizes are typed into the text."""
_GAP = 14


class SizesBar(QWidget):
    """One spin box for each size; `changed` brings a name and its number when a person turns one."""

    changed = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        # As narrow as the pane: the boxes go below one another then.
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._grid.setVerticalSpacing(4)
        self._boxes: dict[str, QSpinBox] = {}
        self._cells: list[QWidget] = []
        self._columns = 0

    def box(self, name: str) -> QSpinBox:
        """The spin box of a size."""
        return self._boxes[name]

    def show_sizes(self, sizes: tuple[DeclaredSize, ...]) -> None:
        """Other sizes; a box that stays keeps the focus and what is typed in it."""
        if list(self._boxes) != list(dict.fromkeys(size.name for size in sizes)):
            self._rebuild(sizes)
        for size in sizes:
            box = self._boxes[size.name]
            box.blockSignals(True)
            box.setEnabled(size.number is not None and size.number <= LARGEST)
            if size.number is not None and size.number != box.value():
                box.setValue(size.number)
            box.blockSignals(False)

    def _rebuild(self, sizes: tuple[DeclaredSize, ...]) -> None:
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._boxes, self._cells = {}, []
        for size in sizes:
            if size.name not in self._boxes:
                self._cells.append(self._cell(size.name))
        self._columns = 0
        self._arrange()

    def _cell(self, name: str) -> QWidget:
        cell = QWidget(self)
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        box = QSpinBox(cell)
        box.setRange(0, LARGEST)
        box.setKeyboardTracking(False)
        box.setAccessibleName(f"Size {name}")
        box.setToolTip(f"Writes {name} into the line sizes(…)")
        box.valueChanged.connect(lambda value: self.changed.emit(name, value))
        label = QLabel(name, cell)
        label.setBuddy(box)
        row.addWidget(label)
        row.addWidget(box, 1)
        self._boxes[name] = box
        return cell

    def _arrange(self) -> None:
        widest = max((cell.sizeHint().width() for cell in self._cells), default=1) + _GAP
        columns = max(1, min(len(self._cells), (self.width() + _GAP) // widest))
        if columns == self._columns:
            return
        self._columns = columns
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        for number, cell in enumerate(self._cells):
            self._grid.addWidget(cell, number // columns, number % columns)
        self._grid.setColumnStretch(columns, 1)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer boxes side by side."""
        super().resizeEvent(event)
        self._arrange()
