"""The words that are known: degrees, certificates and licences, languages, skills. English and German.

Each is counted under one name, however a posting calls it. To know one more, add a line; a test reads a dozen
postings by these tables.
"""

import re
from collections.abc import Mapping

from planner.coach.postings.values import Kind


def _words(pattern: str) -> re.Pattern[str]:
    """A pattern between word boundaries; capitals count in what begins with (?-i:."""
    return re.compile(rf"(?<![\w+#])(?:{pattern})(?![\w+#])", re.IGNORECASE)


def _table(**patterns: str) -> Mapping[str, re.Pattern[str]]:
    return {name: _words(pattern) for name, pattern in patterns.items()}


# From the least to the most: a higher one holds the lower ones.
EDUCATION: Mapping[str, re.Pattern[str]] = _table(
    **{
        "High school diploma": r"high[- ]school(?: diploma| graduate)?|GED|secondary school|"
        r"GCSEs?|hauptschulabschluss|"
        r"realschulabschluss|mittlere reife|schulabschluss",
        "Abitur": r"abitur|fachabitur|(?:fach)?hochschulreife|A[- ]levels?",
        "Vocational training": r"(?:abgeschlossene )?(?:berufs)?ausbildung(?! zu bieten)|"
        r"apprenticeship|gesellenbrief|"
        r"trade school|technical school|vocational (?:school|training|diploma)",
        "Associate degree": r"associate(?:'?s)?(?:'s)? degree|AAS|ADN",
        "Bachelor's degree": r"bachelor(?:'?s|s')?(?: degree| of \w+)?(?: (?:of|in) science)?|"
        r"B\.?S\.?N\.?|BS|B\.S\.|BSc|"
        r"undergraduate degree|four[- ]year degree|4[- ]year degree|college degree|university degree|"
        r"(?:abgeschlossenes )?(?:hochschul)?studium",
        "Master's degree": r"master'?s(?: degree)?|MBA|MSN|MSc|M\.S\.|diplom(?!a)",
        "Doctorate": r"doctorate|Ph\.?D\.?|promotion in|DNP",
    }
)

_CERTIFICATES = _table(
    **{
        "RN licence": r"RN licen[sc]\w+|registered nurse licen[sc]\w+|"
        r"licen[sc]ed (?:as an? )?(?:RN|registered nurse)|"
        r"(?:current|active|valid|unrestricted|state)[\w\s,]{0,40} RN(?: licen[sc]\w+)?|NCLEX(?:-RN)?|"
        r"licensure as an? (?:RN|registered nurse)|registered nurse(?: \(RN\))? licensure|RN",
        "LPN licence": r"LPN(?: licen[sc]\w+)?|licensed practical nurse",
        "Nursing registration (NMC)": r"NMC(?: registration| registered| pin)?",
        "Nurse (Pflegefachkraft)": r"pflegefach(?:kraft|frau|mann|person)|"
        r"gesundheits- und krankenpfleger\w*|"
        r"examinierte[rn]? (?:alten)?pfleg\w+",
        "BLS": r"BLS|basic life support",
        "ACLS": r"ACLS|advanced cardiac life support|advanced cardiovascular life support",
        "PALS": r"PALS|pediatric advanced life support",
        "CPR": r"CPR",
        "First aid": r"first[- ]aid(?: certificat\w+)?|erste[- ]hilfe(?:-\w+)?",
        "Medical assistant certificate": r"certified medical assistant|medical assist(?:ant|"
        r"ing) (?:certificat\w+|diploma|"
        r"program)|R\.?M\.?A\.?|CCMA|NCMA|CMA(?=[^.;]{0,40}(?:AAMA|RMA|CCMA|medical))|"
        r"registered medical assistant",
        "Phlebotomy certificate": r"phlebotomy (?:certificat\w+|licen[sc]\w+)|certified phlebotom\w+",
        "Driving licence": r"driver'?s?'? licen[sc]e|driving licen[sc]e|f(?:ü|"
        r"ue)hrerschein(?: (?:der )?klasse \w+)?",
        "CompTIA A+": r"(?:comptia )?A\+(?: certif\w+)?",
        "CompTIA Network+": r"(?:comptia )?network\+",
        "CompTIA Security+": r"(?:comptia )?security\+",
        "ITIL Foundation": r"ITIL(?: ?v?[34])?(?: foundations?)?(?: certif\w+|-zertifizierung)?",
        "Microsoft certification": r"(?:MCSA|MCSE|MCP|MD-10\d|MS-900|AZ-\d{3})|"
        r"microsoft[- ](?:365 )?(?:certifi\w+|zertifi\w+)",
        "CCNA": r"CCNA",
        "HDI certificate": r"HDI(?: certif\w+)?",
        "CPA": r"CPA(?: licen[sc]e| certification| track| candidate)?|certified public accountant",
        "Certified management accountant (CMA)": r"certified management accountant|"
        r"CMA(?=[^.;]{0,60}\bCPA\b)|"
        r"(?<=CPA or )CMA|(?<=CPA/)CMA",
        "ACCA, ACA or CIMA": r"ACCA|ACA|CIMA|chartered accountant",
        "AAT": r"AAT",
        "Balance-sheet accountant (Bilanzbuchhalter)": r"bilanzbuchhalter\w*",
        "Journeyman electrician licence": r"journey(?:man|person|worker)'?s?(?: electrician'?s?|"
        r" electrical)?"
        r"(?: licen[sc]e| card| certificat\w+)?|licen[sc]ed journey\w+",
        "Master electrician licence": r"master electrician(?:'s)?(?: licen[sc]e)?|elektromeister\w*",
        "OSHA 10": r"OSHA[- ]?10(?:[- ]hours?)?",
        "OSHA 30": r"OSHA[- ]?30(?:[- ]hours?)?",
        "18th Edition wiring regulations": r"18th edition(?: wiring regulations)?|BS ?7671",
        "NVQ Level 3": r"NVQ(?: level)? ?3|level 3 NVQ",
        "ECS or JIB card": r"ECS(?: gold)?(?: card)?|JIB(?: gold)?(?: card)?",
        "Electrician (Elektroniker)": r"elektroniker\w*|elektroinstallateur\w*|elektriker\w*",
        "IT specialist (Fachinformatiker)": r"fachinformatiker\w*|it-systemelektroniker\w*",
        "Forklift licence": r"forklift (?:licen[sc]e|certif\w+)|staplerschein|gabelstaplerschein",
        "PMP": r"PMP",
        "Security clearance": r"security clearance|sicherheitsüberprüfung",
    }
)

_LANGUAGES = _table(
    Spanish=r"spanish|spanisch\w*",
    French=r"french|französisch\w*",
    German=r"german|deutsch(?:kenntnisse)?|deutsche[rn]? sprache",
    English=r"english|englisch(?:kenntnisse)?|englische[rn]? sprache",
    Mandarin=r"mandarin|chinese",
    Turkish=r"turkish|türkisch\w*",
)

_SKILLS = _table(
    **{
        "Electronic health records": r"EHRs?|EMRs?|epic|cerner|electronic (?:health|"
        r"medical) records?(?: systems?)?|meditech",
        "Taking blood": r"phlebotomy|venipuncture|taking blood|draw(?:ing)? blood|blood draws?|"
        r"blutentnahme\w*",
        "Vital signs": r"vital signs|vitals|vitalzeichen",
        "Injections": r"injections|immuni[sz]ations|vaccinations",
        "Medical terminology": r"medical terminology",
        "Patient care": r"patient care|direct care|bedside",
        "Infection control": r"infection (?:control|prevention)|hygiene\w*",
        "HIPAA": r"HIPAA",
        "Active Directory": r"active directory|(?-i:AD)(?=[ ,/)])|azure ad|entra(?: id)?",
        "Windows": r"windows(?: ?1[01]| desktop| os)?",
        "Windows Server": r"windows[- ]server",
        "macOS": r"mac ?os(?: x)?|macs?",
        "Linux": r"linux|unix",
        "Microsoft 365": r"(?:microsoft|ms|office) ?365|O365|M365",
        "Microsoft Office": r"(?:microsoft|ms)[ -]office|office suite|ms-office\w*",
        "Excel": r"(?:advanced )?(?:microsoft |ms )?excel(?:-kenntnisse)?",
        "Networking": r"TCP/?IP|DNS|DHCP|VPN|LAN/?WAN|network(?:ing)? (?:fundamentals|concepts|"
        r"basics|troubleshooting)|"
        r"netzwerk(?:kenntnisse|technik|e)?",
        "Ticketing systems": r"ticket(?:ing)?[- ]?systeme?n?s?(?:oftware)?|ticketing|servicenow|"
        r"zendesk|jira service\w*|freshservice",
        "Remote support": r"remote[- ](?:support|desktop|tools)|fernwartung",
        "Troubleshooting": r"troubleshoot(?:ing)?|fehler(?:suche|analyse|diagnose)|fault[- ]finding",
        "PowerShell": r"powershell",
        "Python": r"python",
        "SQL": r"(?:T-)?SQL",
        "Virtualisation": r"vmware|hyper-v|virtuali[sz]ation|virtualisierung",
        "Intune or SCCM": r"intune|SCCM|endpoint manager|MDM",
        "Cloud (AWS, Azure)": r"AWS|azure(?! ad)|google cloud|GCP",
        "GAAP": r"(?:US )?GAAP",
        "IFRS": r"IFRS",
        "HGB": r"HGB|handelsgesetzbuch",
        "Month-end close": r"month[- ]end(?: close| closing)?|monatsabschl\w+|jahresabschl\w+|"
        r"year[- ]end close",
        "Reconciliations": r"reconciliations?|reconcil(?:e|ing) accounts|bank reconciliation|"
        r"kontenabstimmung",
        "Accounts payable and receivable": r"accounts (?:payable|receivable)|AP/AR|AR/AP|"
        r"debitoren\w*|kreditoren\w*",
        "General ledger": r"general ledger|(?-i:GL)|hauptbuch\w*",
        "QuickBooks": r"quickbooks(?: online)?",
        "ERP (SAP, NetSuite, Oracle)": r"ERP(?:-systeme?n?| systems?| software)?|SAP(?:[- ]?(?:FI|"
        r"S/4HANA|FICO))*|netsuite|oracle(?: financials)?|sage|xero",
        "DATEV": r"DATEV(?:-kenntnisse)?",
        "Tax returns": r"tax (?:returns?|preparation|compliance)|VAT(?: returns?)?|"
        r"umsatzsteuer\w*|steuerrecht\w*",
        "Payroll": r"payroll|lohnbuchhaltung|lohn- und gehalts\w+",
        "Electrical code (NEC)": r"NEC|national electric(?:al)? code|electrical codes?",
        "Electrical standards (VDE, DGUV)": r"VDE(?:[- ]?(?:vorschriften|normen|bestimmungen|"
        r"\d+))*|DGUV(?:[- ]?(?:v ?3|vorschrift ?3))?",
        "Blueprint reading": r"blueprints?|schematics|wiring diagrams|schalt(?:pläne|plänen)",
        "Conduit bending": r"conduit(?: bending)?|bend(?:ing)? (?:and \w+ )?conduit",
        "PLC": r"PLCs?|SPS(?:-programmierung)?",
        "Testing and inspection": r"test(?:ing)? and inspect(?:ion|ing)|inspection and testing|2391",
        "Motor controls": r"motor controls?|VFDs?",
        "Hand and power tools": r"(?:hand|power) (?:and power )?tools",
        "Communication": r"communicat(?:ion|or|e)(?: skills)?|communicat\w+ (?:clearly|"
        r"effectively)|kommunikations\w+|kommunikativ\w*",
        "Customer service": r"customer[- ]service|customer[- ]focus\w*|kundenorientier\w+|"
        r"serviceorientier\w+|kundenkontakt",
        "Teamwork": r"team[- ]?(?:work\w*|player|fähig\w*|orient\w+|geist)|work(?:ing)? in a team",
        "Organisation": r"organi[sz]ation(?:al)? skills|organi[sz]ed|time[- ]management|"
        r"priori\w+ tasks|multitask\w*",
        "Attention to detail": r"attention to detail|detail[- ]orient\w+|accuracy|sorgfalt|"
        r"sorgfältig\w*|gewissenhaft\w*",
        "Shift work": r"shift work|schichtdienst|schichtbereitschaft|(?:rotating|night|"
        r"weekend) shifts?|wechselschicht|on[- ]call|rufbereitschaft",
    }
)

MANNERS = frozenset(
    {"Communication", "Customer service", "Teamwork", "Organisation", "Attention to detail", "Shift work"}
)
"""Skills that everybody asks for, and that no course or practice of some hours brings."""

WORDS: Mapping[Kind, Mapping[str, re.Pattern[str]]] = {
    Kind.CERTIFICATE: _CERTIFICATES,
    Kind.LANGUAGE: _LANGUAGES,
    Kind.SKILL: _SKILLS,
}
