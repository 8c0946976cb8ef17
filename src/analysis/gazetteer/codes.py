"""Local government codes: JIS X 0401 + JIS X 0402 digits and the check digit.

The rule of the check digit is that of the Ministry of Internal Affairs and
Communications, 全国地方公共団体コード仕様 (specification of local government codes).
"""

from collections.abc import Iterator

from analysis.errors import CodeError
from analysis.schemas.values import CHECK_DIGIT_WEIGHTS


def check_digit(area_code: str) -> str:
    """Return the digit that turns an area code into a local government code.

    Parameters
    ----------
    area_code : str
        Five ASCII digits with the leading zero kept, ``"01100"`` for Sapporo.

    Raises
    ------
    CodeError
        If `area_code` has any other form.

    Examples
    --------
    >>> check_digit("01100")
    '2'
    """
    if not _is_digits(area_code, 5):
        raise CodeError(f"want five digits such as '01100', got {area_code!r}")
    total = sum(w * int(d) for w, d in zip(CHECK_DIGIT_WEIGHTS, area_code, strict=True))
    return str((11 - total % 11) % 10)  # of 10 and 11 only the last digit is kept


def lg_code(area_code: str) -> str:
    """Return the six-digit local government code of a five-digit area code.

    Raises
    ------
    CodeError
        If `area_code` is not five ASCII digits.

    Examples
    --------
    >>> lg_code("31384")
    '313840'
    """
    return area_code + check_digit(area_code)


def parse_code(text: str) -> str:
    """Return the local government code that `text` spells with five or six digits.

    Five digits are an area code and get their check digit; six digits must end in
    the right one. A six-digit code that lost its leading zero in a spreadsheet has
    five digits too: it cannot be told from an area code, so it is not guessed at.
    Whether a body of that code exists is for the register to say.

    Raises
    ------
    CodeError
        If `text` is neither five nor six ASCII digits, or the check digit is wrong.

    Examples
    --------
    >>> parse_code("03215")
    '032158'
    >>> parse_code("032158")
    '032158'
    """
    if _is_digits(text, 5):
        return lg_code(text)
    if not _is_digits(text, 6):
        raise CodeError(
            f"want an area code of five digits such as '03215' or a local government "
            f"code of six such as '032158', got {text!r}; read code columns as text, "
            "so that leading zeros stay"
        )
    right = check_digit(text[:5])
    if text[5] != right:
        raise CodeError(
            f"local government code {text!r} ends in {text[5]}, but the check digit "
            f"of area code {text[:5]!r} is {right}: mistyped, or not such a code"
        )
    return text


def possible_codes(digits: str) -> Iterator[tuple[str, str]]:
    """Give each code that digits can stand for, and what that reading assumes.

    Five digits are an area code, or a code of six that lost its leading zero in a
    spreadsheet; of six nothing is assumed, and the text is empty.

    Examples
    --------
    >>> [code for code, _ in possible_codes("32069")]
    ['320692', '032069']
    """
    spellings = {
        5: (
            (digits, "an area code, five digits without the check digit"),
            (f"0{digits}", "a code of six digits that lost its leading zero"),
        ),
        6: ((digits, ""),),
    }
    for spelling, meaning in spellings.get(len(digits), ()):
        try:
            code = parse_code(spelling)
        except CodeError:
            continue
        yield code, meaning and f"'{digits}' was read as {meaning}: {code}"


def why_no_code(digits: str) -> str:
    """Return why digits are no code of a body: the check digit, or no such body."""
    if len(digits) == 6 and digits[5] != check_digit(digits[:5]):
        return (
            f"'{digits}' is no local government code: the check digit of "
            f"{digits[:5]} is {check_digit(digits[:5])}, not {digits[5]}"
        )
    return f"no body in the register has the code '{digits}'"


def _is_digits(text: str, length: int) -> bool:
    """Whether `text` is exactly `length` ASCII digits."""
    return len(text) == length and text.isascii() and text.isdecimal()
