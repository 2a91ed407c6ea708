"""Every text of the window has a Korean line that fits it, and each line is used."""

from __future__ import annotations

import ast
import gc
import os
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic_core._pydantic_core import list_all_errors
from PySide6.QtCore import QCoreApplication, QLocale, QObject
from PySide6.QtWidgets import QWidget

import sketch2image
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.settings import GROUPS, Settings
from sketch2image.ui import words
from sketch2image.ui.lines import ERRORS, FOLDER, lines, merged
from sketch2image.ui.particles import settled

PACKAGE = Path(sketch2image.__file__).parent
MARKERS = ("tr", "N")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def marked(tree: ast.Module) -> Iterator[str]:
    """Literal texts given to `tr` or `N`."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func
        name = name.id if isinstance(name, ast.Name) else name
        first = call.args[0]
        if name in MARKERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


@cache
def shown() -> dict[str, str]:
    """Where each text of the window stands; settings bring theirs with the schema."""
    texts = {
        text: str(file.relative_to(PACKAGE))
        for file in sorted((PACKAGE / "ui").rglob("*.py"))
        for text in marked(ast.parse(file.read_text("utf-8")))
    }
    fields = Settings.model_fields.values()
    schema = {text or "" for field in fields for text in (field.title, field.description)}
    return texts | dict.fromkeys(schema | set(GROUPS), "core/settings.py")


def test_every_text_has_a_korean_line():
    missing = [f"{place}: {text!r}" for text, place in shown().items() if text not in lines()]
    assert not missing, "\n".join(missing)


def test_every_korean_line_is_used():
    assert not sorted(set(lines()) - set(shown()))


def test_both_languages_have_the_same_placeholders():
    wrong = [e for e, k in lines().items() if placeholders(e) != placeholders(k)]
    assert not wrong


def test_two_fragments_must_agree(tmp_path: Path):
    (tmp_path / "a.toml").write_text('"Close" = "닫기"\n"Open" = "열기"\n')
    (tmp_path / "b.toml").write_text('"Close" = "닫기"\n')
    (tmp_path / "c.toml").write_text('"Close" = "끝"\n')
    assert merged([tmp_path / "a.toml", tmp_path / "b.toml"])["Close"] == "닫기"
    with pytest.raises(ValueError, match="Close"):
        merged([tmp_path / "a.toml", tmp_path / "c.toml"])


def template(node: ast.AST) -> str | None:
    """A literal as a pattern: every value in it is `{}`."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    return "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)


@cache
def said_by_the_engine() -> set[str]:
    """Every literal of the package; what pydantic and the system say."""
    nodes = (
        node
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
    )
    own = {text for text in map(template, nodes) if text}
    system = {os.strerror(number).lower() for number in range(1, 134)}
    return own | system | {pattern(error["message_template_python"]) for error in list_all_errors()}


def pattern(text: str) -> str:
    pieces = [
        literal + ("" if name is None else "{}")
        for literal, name, _, _ in string.Formatter().parse(text.lower())
    ]
    return "".join(pieces)


def test_each_pattern_of_an_error_stands_in_the_code():
    gone = [line for line in merged([FOLDER / ERRORS]) if line not in said_by_the_engine()]
    assert not gone


def test_korean_of_an_error_uses_what_its_pattern_finds():
    for english, korean in merged([FOLDER / ERRORS]).items():
        assert placeholders(korean) == {str(n) for n in range(english.count("{}"))}, english


@pytest.mark.usefixtures("qapp")
def test_an_error_is_said_in_korean_with_its_values():
    words.speak("ko")
    error = UserError(ErrorKind.camera, "camera 1 cannot be opened", "Check its permissions.")
    assert words.said(error) == ("카메라 1을 열 수 없습니다", "권한을 확인하세요.")


@pytest.mark.usefixtures("qapp")
def test_a_reason_inside_an_error_is_said_in_korean_too():
    words.speak("ko")
    error = UserError(ErrorKind.output, "cannot write a.png: no space left on device")
    assert words.said(error)[0] == "a.png에 쓸 수 없습니다: 디스크에 공간이 없음"


@pytest.mark.usefixtures("qapp")
def test_an_error_that_has_no_line_stays_english():
    words.speak("ko")
    assert words.said(UserError(ErrorKind.input, "odd {thing}")) == ("odd {thing}", "")


@pytest.mark.usefixtures("qapp")
def test_texts_follow_the_language_while_their_owner_lives():
    seen: list[str] = []
    owner = QObject()
    words.bind(owner, lambda: seen.append(words.tr("Settings")))
    words.speak("ko")
    assert seen == ["Settings", "설정"]
    del owner
    gc.collect()
    words.speak("en")
    assert seen == ["Settings", "설정"]


def test_a_widget_that_qt_deleted_is_left_alone(qtbot):
    parent, seen = QWidget(), []
    qtbot.addWidget(parent)
    child = QWidget(parent)
    words.bind(child, lambda: seen.append(child.objectName()))
    child.deleteLater()
    qtbot.waitUntil(lambda: not parent.findChildren(QWidget))
    words.speak("ko")
    assert len(seen) == 1


@pytest.mark.usefixtures("qapp")
def test_a_text_is_said_with_its_values():
    assert words.tr("Fixed by the environment: {name}", name="X") == "Fixed by the environment: X"
    words.speak("ko")
    assert words.tr("Fixed by the environment: {name}", name="HOME1").startswith(
        "환경 변수 HOME1로"
    )


@pytest.mark.usefixtures("qapp")
def test_classes_are_called_as_people_call_them():
    assert words.label_name("teddy_bear") == "teddy bear"
    words.speak("ko")
    assert words.label_name("teddy_bear") == "곰인형"
    assert words.label_name("no_such_class") == "no such class"


@pytest.mark.usefixtures("qapp")
def test_buttons_of_qt_are_korean_too():
    words.speak("ko")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "취소"
    words.speak("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("place", "language"), [("ko_KR", "ko"), ("de_DE", "en")])
def test_auto_is_the_language_of_the_desktop(
    monkeypatch: pytest.MonkeyPatch, place: str, language: str
):
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(place))
    words.speak("auto")
    assert words.language() == language
    words.speak("no language")
    assert words.language() == language


@pytest.mark.parametrize(
    ("open_form", "settled_form"),
    [
        ("사과을(를)", "사과를"),
        ("빵을(를)", "빵을"),
        ("물(으)로", "물로"),
        ("책(으)로", "책으로"),
        ("“사진”이(가)", "“사진”이"),
        ("카메라 0은(는)", "카메라 0은"),
        ("카메라 2은(는)", "카메라 2는"),
        ("a.png을(를)", "a.png을(를)"),
    ],
)
def test_particles_follow_the_word_before(open_form: str, settled_form: str):
    assert settled(open_form) == settled_form
