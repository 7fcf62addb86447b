"""A format as small as one can be, to test what happens to drafts: our own column names."""

from educloud.inventory.importing.draft import Draft, Extract, Format, Formula, Rejection

KEYS = {"apps": ("owner_org", "name"), "orgs": ("division_code", "name")}


def recognise(sheet, kind):
    header = {cell for cell in (sheet.rows[0] if sheet.rows else ()) if cell}
    telling = {"kind"} if kind == "orgs" else {"owner_org", "owner_name"}
    return 0.9 if "name" in header and header & telling else 0.0


def written(cell):
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def read(sheet, kind, context):
    names = [str(name or "") for name in sheet.rows[0]]
    extract = Extract(1, names)
    for row, line in enumerate(sheet.rows[1:], start=2):
        context.progress(row)
        cells = dict(zip(names, line, strict=False))
        broken = next((name for name, cell in cells.items() if isinstance(cell, Formula)), None)
        if broken:
            extract.rejections.append(
                Rejection(row, broken, cells[broken].text, "a formula without value", "write it")
            )
            continue
        values = {name: written(cell) for name, cell in cells.items() if name and cell is not None}
        values |= {
            column: text for column, text in context.defaults.items() if column not in values
        }
        owner = values.pop("owner_name", None)
        draft = Draft(kind, row, values, tuple(values.get(one, "") for one in KEYS[kind]))
        if owner:
            key = (values["division_code"], owner)
            org = {"name": owner, "kind": "school", "division_code": values["division_code"]}
            extract.drafts.append(Draft("orgs", row, org, key))
            draft = Draft(kind, row, values, (*key, values.get("name", "")), {"owner_org": key})
        if kind in values and not owner:
            draft.key = ()
        extract.drafts.append(draft)
    return extract


FORMAT = Format("tiny", "小格式", ("apps", "orgs"), recognise, read)
