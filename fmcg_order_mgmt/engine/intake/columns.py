"""What the columns of an ordering table hold, by the words above them in the trade's languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from . import language
from .units import CODES

ROLES = {
    "code": "商品编码 商品代码 商品编号 商品货号 编码 编号 代码 货号 品号 产品编码 产品编号 产品代码 "
    "物料编码 物料号 料号 店内码 "
    "自编码 内部编码 存货编码 货品编码 货品编号 供应商编码 我方编码 sku编码 商品id sku code item_no "
    "item_code item_# item_number "
    "item_id product_code product_id product_no article art.-nr. art.nr art_nr art_no artikelnummer "
    "artikel-nr artikel-nr. "
    "article_no bestellnummer material ref reference code_article code_produit customer_code "
    "our_code our_ref your_ref "
    "your_code supplier_code "
    "vendor_code stock_code codigo cod codigo_articulo codigo_producto codigo_produto cod_produto "
    "referencia kod kod_produk kod_item kode kode_barang kode_produk codice codice_articolo articolo",
    "barcode": "条码 条形码 商品条码 国际条码 国条码 69码 barcode bar_code ean upc gtin upc/ean ean/upc "
    "ean13 ean_code "
    "strichcode code_barre code_barres code-barres gencod codigo_de_barras kod_bar",
    "name": "商品名称 商品 商品名 品名 品项 名称 产品 产品名称 货品 货品名称 货名 品名规格 品名及规格 "
    "商品名称及规格 商品描述 存货名称 "
    "物料名称 物品名称 物品 中文名 description product product_name product_description name item "
    "item_name item_description "
    "item_desc goods article_description libelle designation bezeichnung artikel artikelbezeichnung "
    "artikelname produkt "
    "produktname warenbezeichnung produit nom nom_du_produit descripcion producto nombre articulo "
    "descricao produto nome "
    "nama_produk nama nama_barang barang produk perihalan keterangan descrizione prodotto",
    "spec": "规格 型号 规格型号 包装规格 净含量 spec pack size specification packing packaging "
    "pack_size_desc format contenance "
    "gebinde presentacion embalagem saiz",
    "unit": "单位 计量单位 包装单位 订货单位 采购单位 订购单位 unit uom u/m um unite unites_de_vente "
    "einheit mengeneinheit u.o.m. unidad ud "
    "unidade un und unidad_de_medida unidade_de_medida unit_of_measure satuan unita unita_di_misura eenheid",
    "quantity": "数量 数目 订购数 订购数量 订货数 订货数量 订货量 订货 订量 订单数量 下单数量 采购数量 "
    "采购量 要货数 要货数量 要货量 要货 "
    "叫货量 叫货数量 需求数量 需求量 申请数量 申购数量 补货数量 补货量 进货数量 本次订货 qty quantity "
    "order_qty ordered qty_ordered how_many "
    "order_quantity quantity_ordered ordered_qty qte quantite quantite_commandee menge anzahl "
    "bestellmenge cantidad cant "
    "cantidad_pedida quantidade qtd qtde qte_commandee kuantiti kuantiti_pesanan bilangan "
    "jumlah kuantitas banyaknya jumlah_pesanan quantita aantal",
    "case": "箱数 件数 整箱 整箱数 箱 订箱数 订货箱数 订货件数 要货箱数 大件数 cases case ctn ctns "
    "cartons carton cs case_qty ctn_qty "
    "qty_ctn cartoni colli kartons karton kisten caisses colis cajas caixas",
    "piece": "散数 散 散装数 零散数 零数 瓶数 支数 单瓶数 eaches each pcs pieces ea units loose singles "
    "bottles stuck stueck pieces_qty "
    "piezas unidades pecas keping biji pezzi pezzi_sfusi sfusi",
    "inner": "提数 条数 排数 中包数 inners inner packs",
    "pack": "规格数 "
    "件装数 箱规 装箱数 装箱量 入数 箱入数 包装数 包装量 每箱数 每箱数量 箱含 件含 箱含量 换算 "
    "转换率 pack_size units_per_case "
    "units/case case_pack per_case pcs/ctn pcs/carton pcs_per_carton units_per_carton case_size ctn_size "
    "units_per_ctn units/ctn units/carton units_per_box pcs_per_ctn pcs_per_case pcs/case pcs_per_box "
    "pieces_per_carton pieces_per_case pieces_per_ctn qty_per_ctn qty_per_case qty_per_carton per_ctn "
    "per_carton 每件数量 每件数 箱装数 每箱瓶数",
    "price": "单价 价格 含税单价 进价 供价 供货价 批发价 price unit_price cost cost_price u/price "
    "price/unit preis einzelpreis stuckpreis "
    "prix prix_unitaire pu p.u. pu_ht precio precio_unitario preco preco_unitario harga "
    "harga_seunit harga_satuan prezzo prezzo_unitario prijs",
    "amount": "金额 小计 总价 总金额 小计金额 货款 ext amount amt total ext_price ext_amount extension "
    "line_total value subtotal montant "
    "montant_ht total_ht betrag gesamt gesamtpreis importe valor valor_total jumlah_harga "
    "total_harga importo totale",
    "free": "赠送 赠送数 赠送数量 赠品 赠品数 赠品数量 搭赠 搭赠数 买赠 赠 free foc free_qty free_goods "
    "bonus bonus_qty gratis gratuit "
    "offert kostenlos bonificacion percuma",
    "date": "送货日期 送货日 到货日期 到货时间 要求到货 要求到货日期 交货日期 交期 送达日期 配送日期 "
    "期望到货 期望日期 期望到货日期 需求日期 "
    "收货日期 ship_date required needed required_by delivery delivery_date required_date requested_date "
    "date_required deliver_by need_by req_date date_livraison "
    "date_de_livraison lieferdatum liefertermin fecha_de_entrega fecha_entrega data_de_entrega "
    "data_entrega tarikh_penghantaran tanggal_kirim tanggal_pengiriman data_di_consegna "
    "data_consegna leverdatum",
    "shop": "门店 门店名称 店名 店铺 分店 客户 客户名称 收货门店 收货方 收货单位 终端 网点 要货门店 store "
    "store_name shop outlet branch "
    "customer customer_name ship_to ship-to deliver_to magasin client filiale kunde tienda cliente loja "
    "kedai pelanggan toko cliente_finale negozio",
    "note": "备注 说明 特殊要求 要求 留言 remark remarks note notes comment comments instructions "
    "special_instructions bemerkung "
    "bemerkungen hinweis commentaire commentaires remarque remarques observaciones notas observacoes obs "
    "catatan",
    "rank": "序号 行号 序 项次 no. no # line line_no s/n sn sr_no sl_no nr nr. pos pos. position n° № seq",
    "info": "分类 类别 品类 大类 品牌 产地 图片 保质期 库存 现有库存 可用库存 在途 上次订货 上次数量 "
    "上次订量 建议数量 建议订量 最小起订量 起订量 "
    "状态 零售价 建议零售价 体积 重量 税率 折扣 条码图片 日期 category brand origin picture image "
    "shelf_life stock stock_on_hand soh "
    "on_hand inventory last_order last_qty suggested suggested_qty min_qty moq status rrp volume weight "
    "tax vat vat_% discount date",
    "veto": "发票号 发票号码 发票 应付 应收 已付 余额 欠款 付款金额 对账金额 invoice invoice_no "
    "invoice_number balance paid outstanding "
    "amount_due due facture rechnung rechnungsnummer factura fatura",
}
# what a heading is by its parts, where it is no word of the lists: 订购箱数, 要求到货日, deliver on
WANTED = r"(?:订购|订货|订|要货|采购|补货|下单|需求|需要|进货|本次|申请|叫货|报货|要)"
COUNTED = r"(?:数量|数|量)"
PARTS = {
    "pack": rf"(?:每|单)?[箱件](?:装|含|入|规){COUNTED}?|每[箱件]瓶数",
    "free": rf".{{0,4}}(?:赠送?|搭赠|免费)(?:品|货)?[箱件瓶]?{COUNTED}?|free .{{1,12}}",
    "date": r".{0,4}(?:送|到|交|收|配|送达|到达|要货|需求|期望)(?:货|达|仓|店|船)?(?:日|日期|时间|日子)|"
    r"(?:要求|期望|希望|约定|指定)?(?:送达|送货|到货|到仓|到店|交货|收货|配送)|"
    r"(?:deliver|delivery|required|req\.?|needed|wanted|requested|ship)(?: date)?"
    r"(?: (?:on|by|for|date|day|on board|aboard))?|"
    r"livraison(?: le)?|(?:date|day) (?:wanted|required|needed|of delivery)",
    "case": rf"(?:{WANTED}|数量)?整?[箱件]{COUNTED}?|"
    r"(?:nb|nombre|n°|no|qte|quantite)\.? ?(?:de )?(?:cartons|colis|caisses)|"
    r"(?:full |whole |complete |order(?:ed)? |no\.? of |number of |qty )?(?:cases?|cartons?|ctns?|boxes)"
    r"(?: qty| ordered| required| wanted| needed| req'?d| to order)?",
    "piece": rf"{WANTED}?散{COUNTED}?|"
    r"(?:nb|nombre|n°|no|qte|quantite)\.? ?(?:de |d')?(?:unites?|pieces?|bouteilles?)|"
    rf"(?:散|零散|零|单)[支瓶包袋只件个盒罐装卖头]?{COUNTED}?|(?:loose|single|odd|extra)(?: \w+)?",
    "price": r"(?:unit )?price ?(?:/|per) ?\w+",
    "quantity": rf"{WANTED}{{1,2}}(?:{COUNTED}|货量)|"
    r"(?:req|reqd|required|requested|order|ordered|purchase|needed|wanted) (?:qty|quantity)|"
    r"(?:qty|quantity|number) (?:req|reqd|req'd|required|requested|wanted|needed|to order|this time)|"
    r"to order",
    "barcode": r".{0,3}条形?码",
    "code": r".{0,4}(?:编码|编号|货号|代码)|[a-z]{1,8} (?:item |article |product )?(?:code|ref)",
    "name": r".{0,2}(?:品名|名称|货品|商品|产品)(?:[及和/]?(?:规格|描述|名称))?",
}
COMPOSED = re.compile("|".join(f"(?P<{role}>{parts})" for role, parts in PARTS.items()))
# a code or a name
EITHER = ("article", "artikel", "articolo", "articulo")
# a quantity only where no other column is one: it may be the number of an order
WEAK = re.compile(rf"orders?|pedido|{WANTED}{{1,2}}")
ROLE_OF = {word.replace("_", " "): role for role, words in ROLES.items() for word in words.split()}
LONGEST = 80
ARTICLES = ("code", "barcode", "name")
QUANTITIES = ("quantity", "case", "piece", "inner", "pallet")
UNIT_IN_HEADING = re.compile(r"^(?P<word>.+?)\s*[(\[/:]\s*(?P<unit>[^)\]/]+?)\s*[)\]]?$")
ASKED_FOR = re.compile(
    r"[(\[]\s*(?:请?填写?|必填|required|please fill(?: in)?|fill in)\s*[)\]]|^请填写?|^本次(?=.)|^(?:your|"
    r"our) (?=qty|order|quantity)"
)
SCRIPTS = re.compile(
    r"(?<=[\u4e00-\u9fff])\s*[/|\\·-]?\s*(?=[a-z])|(?<=[a-z.])\s*[/|\\·-]?\s*(?=[\u4e00-\u9fff])|\n"
)
TOTAL = re.compile(
    r"^\W*(?:合\s*计|总\s*计|总数|共计|总金额|grand total|total(?:e|es)?|sum|totaux|totaal|summe|"
    r"gesamt(?:summe)?|suma|"
    r"importe total|jumlah|somme)"
    r"(?![a-z])[\W\d]*(?:[^\W\d]{1,12}\W*){0,2}[\W\d]*$"
)
SUBTOTAL = re.compile(r"^\W*(?:小\s*计|本页|sub-?\s?total|zwischensumme|sous-total|jumlah kecil)")
ACCENTS = str.maketrans("éèêëàâîïôöûùüçáíóúñãõä", "eeeeaaiioouuucaiounaoa")
HANT = str.maketrans(
    "條碼號編稱規單價數貨購採訂進產額計總贈達時間備註說門鋪戶體積類別庫圖狀態稅應餘實發報項級裝團聯",
    "条码号编称规单价数货购采订进产额计总赠达时间备注说门铺户体积类别库图状态税应余实发报项级装团联",
)


@dataclass
class Columns:
    """The columns of a table: ``at`` by role, ``amounts`` as (column, kind of unit or None)."""

    at: dict[str, int] = field(default_factory=dict)
    amounts: list[tuple[int, str | None]] = field(default_factory=list)
    others: list[tuple[int, str]] = field(default_factory=list)

    @property
    def named(self) -> bool:
        """Whether an article can be told from a row."""
        return any(role in self.at for role in ARTICLES)


def heading(cell: str) -> str:
    """Return a heading's words in one spelling."""
    return _spelled(cell[:LONGEST])


@lru_cache(maxsize=4096)
def _spelled(cell: str) -> str:
    # a sheet's cells are looked at as headings of one row, of two, and as a day's or a shop's
    text = language.flat(cell).translate(ACCENTS).translate(HANT)
    return re.sub(r"[^\S\n]+", " ", ASKED_FOR.sub("", text)).strip(" *:\ufeff\n'\"")


def columns(row: Sequence[str], words: Mapping[str, str]) -> Columns:
    """Return what a row says as a heading; ``words`` are the unit words with their kinds."""
    found = Columns()
    for at, cell in enumerate(row):
        text = heading(cell)
        role, kind = _role(text, words)
        if role in QUANTITIES:
            found.amounts.append((at, kind or (None if role == "quantity" else role)))
        elif role == "code" and "name" not in found.at and heading(row[found.at.get(role, at)]) in EITHER:
            # beside a code an article is its name
            found.at.update({"name": found.at[role], role: at} if role in found.at else {role: at})
        elif role:
            found.at.setdefault(role, at)
        elif text:
            found.others.append((at, cell.strip()))
    weak = next((at for at, cell in found.others if WEAK.fullmatch(heading(cell))), None)
    if weak is not None and not found.amounts:
        found.amounts.append((weak, None))
        found.others = [other for other in found.others if other[0] != weak]
    return found


def _role(text: str, words: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The role of a heading and its kind of unit; a quantity in brackets of an unknown unit is none."""
    text = text if text in ROLE_OF else re.sub(r"\.(?=\s|$)", "", text)  # art. no
    corner = re.split(r"\s*\\\s*", text)[0]
    if corner in ROLE_OF:
        return ROLE_OF[corner], None
    if words.get(text) in QUANTITIES:
        return words[text], words[text]
    m = UNIT_IN_HEADING.match(text)
    if m:
        role, kind = _known(m["word"]), words.get(m["unit"]) or CODES.get(m["unit"].upper())
        if kind and (role in QUANTITIES or WEAK.fullmatch(m["word"])):
            return role or "quantity", kind
        if role and (role not in QUANTITIES or ROLE_OF.get(m["unit"]) in QUANTITIES):
            return role, None
    role = _known(text)
    return (role, None) if role else _bilingual(text, words)


def _known(text: str) -> str | None:
    """The role of a heading by the lists, or else by its parts."""
    if text in ROLE_OF:
        return ROLE_OF[text]
    composed = COMPOSED.fullmatch(text)
    return composed.lastgroup if composed else None


def _bilingual(text: str, words: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The role of a heading in two languages, or of two rows: all of its parts must agree."""
    parts = [part.strip(" ()[]/|.:") for part in SCRIPTS.split(text)]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return None, None
    kinds = {words[part] for part in parts if words.get(part) in QUANTITIES}
    roles = [ROLE_OF.get(part) for part in parts if words.get(part) not in QUANTITIES]
    known = {role for role in roles if role}
    if None in roles or len(kinds) > 1 or len(known) > 1:
        return None, None
    role = known.pop() if known else "quantity"
    return role, next(iter(kinds), None)


def is_heading(found: Columns) -> bool:
    """Whether the columns are those of an ordering table: an article and a quantity, no two of one unit."""
    kinds = [kind for _at, kind in found.amounts]
    return found.named and "veto" not in found.at and bool(kinds) and len(set(kinds)) == len(kinds)
