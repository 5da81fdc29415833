"""Highlighting: the colours of a text's words, on the screen while it is typed and in figures."""

from collections.abc import Mapping

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from engine.language.network import Network
from explorer.theme.tokens import LIGHT, Theme
from explorer.views.editor.lexing import Kind, kinds_of, spans

_INSIDE = 1


def colours(theme: Theme) -> Mapping[Kind, QColor]:
    """A colour for each kind of word; each reads well on a panel, and comments and titles stand back."""
    return {
        "comment": theme.text3,
        "text": theme.text3,
        "number": theme.gates["c"].colour,
        "op": theme.gates["omega"].colour,
        "word": theme.gates["omega"].colour,
        "size": theme.gates["iota"].colour,
        "parameter": theme.gates["phi"].colour,
        "defined": theme.text1,
    }


class Highlighter(QSyntaxHighlighter):
    """Colours a document; what a name is comes from the last text that could be read."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = LIGHT
        self._kinds = kinds_of(None)
        self._formats = self._made()

    def show_network(self, network: Network | None) -> None:
        """Names as this network knows them; the text is coloured anew only where that differs."""
        kinds = kinds_of(network)
        if kinds != self._kinds:
            self._kinds = kinds
            self.rehighlight()

    def take_colours(self, theme: Theme) -> None:
        """The colours of a theme."""
        if theme.name != self._theme.name:
            self._theme = theme
            self._formats = self._made()
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colours one line."""
        found, inside = spans(text, self._kinds, inside=self.previousBlockState() == _INSIDE)
        for span in found:
            self.setFormat(span.start, span.length, self._formats[span.kind])
        self.setCurrentBlockState(_INSIDE if inside else 0)

    def _made(self) -> Mapping[Kind, QTextCharFormat]:
        made = {}
        for kind, colour in colours(self._theme).items():
            made[kind] = QTextCharFormat()
            made[kind].setForeground(colour)
            made[kind].setFontItalic(kind == "comment")
            if kind == "word":
                made[kind].setFontWeight(QFont.Weight.Bold)
        return made
