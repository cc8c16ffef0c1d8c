"""A dozen postings as employers write them, and what a person reads out of each of them."""

from typing import NamedTuple


class Sample(NamedTuple):
    """`required` and `preferred` are names, `years` those of experience; `never` must not be found at all."""

    text: str
    required: tuple[str, ...]
    preferred: tuple[str, ...] = ()
    years: int | None = None
    never: tuple[str, ...] = ()


NURSE = Sample(
    """# Registered Nurse, Med/Surg (Nights)

**Lakeview Regional Hospital**

## About us
Lakeview is a 220-bed hospital. Our nurses hold every certification you can think of.

## What you will do
- Assess patients and administer medication
- Must document care in Epic

## Minimum qualifications
- Graduate of an accredited nursing programme; Associate degree in nursing required, BSN preferred
- Current, unrestricted RN license in Ohio
- BLS certification from the American Heart Association
- At least 1 year of acute care experience

## Preferred qualifications
* ACLS
* 2+ years in telemetry
* Bilingual in Spanish

## Benefits
- Tuition reimbursement towards a Master's degree
- CPR classes on site
""",
    required=("Associate degree", "RN licence", "BLS", "Experience"),
    preferred=("Bachelor's degree", "ACLS", "Spanish"),
    years=2,
    never=("Master's degree", "CPR"),
)

CLINIC_NURSE = Sample(
    """Clinic Nurse RN

We are a family practice looking for a registered nurse.

REQUIREMENTS
1. Active RN license
2. CPR certified
3. Experience with electronic medical records and vaccinations
4. Strong communication skills
No prior clinic experience required - we train you!

PAY
$38 - $44 per hour, 401(k)
""",
    required=("RN licence", "CPR", "Electronic health records", "Injections", "Communication"),
    never=("Experience",),
)

MEDICAL_ASSISTANT = Sample(
    """<!DOCTYPE html><html><head><title>Medical Assistant &ndash; Riverside Pediatrics</title>
<style>.x{color:red}</style><script>var a = "<li>PMP required</li>";</script></head><body>
<nav><a href="/">Jobs</a></nav>
<h1>Medical Assistant</h1>
<h2>Responsibilities</h2><ul><li>Room patients and take vital signs</li><li>Draw blood</li></ul>
<h2>Requirements</h2>
<ul><li>High school diploma or GED</li>
<li><p>Certified Medical Assistant (AAMA) or RMA required</p></li>
<li>1&#8211;2 years of experience in a medical office</li>
<li>Phlebotomy and injections</li></ul>
<p><strong>Nice to have</strong></p>
<ul><li>Spanish</li><li>Experience with Epic</li></ul>
<h2>What we offer</h2><ul><li>Paid CPR training</li></ul>
</body></html>""",
    required=(
        "High school diploma",
        "Medical assistant certificate",
        "Experience",
        "Taking blood",
        "Injections",
    ),
    preferred=("Spanish", "Electronic health records"),
    years=1,
    never=("PMP", "CPR", "Vital signs"),
)

MEDICAL_ASSISTANT_PLAIN = Sample(
    """Medical Assistant (front and back office)

Small clinic needs a medical assistant. You must have a medical assistant certificate and a current BLS card.
Two years of experience in a clinic is required. Knowledge of medical terminology is a must.
Spanish is a plus.
We pay for your phlebotomy certification.
""",
    required=("Medical assistant certificate", "BLS", "Experience", "Medical terminology"),
    preferred=("Spanish",),
    years=2,
    never=("Phlebotomy certificate",),
)

IT_SUPPORT = Sample(
    """IT Support Specialist

What you'll bring:
• 1+ years in an IT support or help desk role
• CompTIA A+ required; Network+ or Security+ a plus
• Hands-on experience with Windows 10/11, Active Directory and Microsoft 365
• Understanding of TCP/IP, DNS and DHCP
• A ticketing system such as ServiceNow
• Customer service mindset
• Valid driver's license

Bonus points:
• Bachelor's degree in Computer Science, Information Systems or a related field
• PowerShell scripting
• Intune

What's in it for you:
• A Python course every year
""",
    required=(
        "Experience",
        "CompTIA A+",
        "Windows",
        "Active Directory",
        "Microsoft 365",
        "Networking",
        "Ticketing systems",
        "Customer service",
        "Driving licence",
    ),
    preferred=("CompTIA Network+", "CompTIA Security+", "Bachelor's degree", "PowerShell", "Intune or SCCM"),
    years=1,
    never=("Python",),
)

HELPDESK = Sample(
    """Helpdesk Technician (Tier 1)
Job type: Full-time
Essential criteria
- Experience of troubleshooting Windows desktops and macOS
- Good working knowledge of Office 365
- Excellent communication
- GCSEs in English and Maths
Desirable criteria
- ITIL Foundation
- CompTIA A+
- 6 months of experience on a service desk
About the role
You will answer around 30 tickets a day.
""",
    required=(
        "Troubleshooting",
        "Windows",
        "macOS",
        "Microsoft 365",
        "Communication",
        "High school diploma",
        "English",
    ),
    preferred=("ITIL Foundation", "CompTIA A+", "Experience"),
    years=1,
)

STAFF_ACCOUNTANT = Sample(
    """Staff Accountant

Qualifications:
- Bachelor's degree in Accounting or Finance required; CPA or CPA candidate preferred
- 2-4 years of accounting experience, preferably in public accounting
- Solid knowledge of US GAAP
- Advanced Excel
- Month-end close and account reconciliations
- NetSuite or another ERP is an advantage
- Attention to detail

Equal opportunity employer. We do not discriminate.
""",
    required=(
        "Bachelor's degree",
        "GAAP",
        "Excel",
        "Month-end close",
        "Reconciliations",
        "Attention to detail",
    ),
    preferred=("CPA", "Experience", "ERP (SAP, NetSuite, Oracle)"),
    years=2,
)

SENIOR_ACCOUNTANT = Sample(
    """__Senior Accountant__

You have:
* a degree in accounting (Bachelor's degree at least)
* an active CPA license
* five years of experience in accounting, of which at least two in a senior role
* experience with SAP FI and general ledger

You don't need to know our industry; that is not required.
""",
    required=("Bachelor's degree", "CPA", "Experience", "ERP (SAP, NetSuite, Oracle)", "General ledger"),
    years=5,
)

ELECTRICIAN = Sample(
    """Journeyman Electrician - Commercial

REQUIREMENTS:
- Journeyman electrician license (state of Colorado)
- OSHA 10 card
- 4+ years of commercial experience
- Knowledge of the National Electrical Code, conduit bending and blueprint reading
- Own hand tools
- Valid driver's licence and clean driving record
- Must be at least 18 years old
- Able to lift 50 lbs
PREFERRED:
- OSHA 30
- Motor controls / VFDs
BENEFITS:
- Master electrician licence paid for
""",
    required=(
        "Journeyman electrician licence",
        "OSHA 10",
        "Experience",
        "Electrical code (NEC)",
        "Conduit bending",
        "Blueprint reading",
        "Driving licence",
        "Lift 50 lbs",
    ),
    preferred=("OSHA 30", "Motor controls"),
    years=4,
    never=("Master electrician licence",),
)

UK_ELECTRICIAN = Sample(
    """Maintenance Electrician

Skills and experience:
- 18th Edition Wiring Regulations (essential)
- NVQ Level 3 and a JIB gold card
- Testing and inspection 2391 desirable
- Fault finding on PLC systems
- Apprenticeship in electrical installation
Hours: 4 on, 4 off
""",
    required=(
        "18th Edition wiring regulations",
        "NVQ Level 3",
        "ECS or JIB card",
        "Troubleshooting",
        "PLC",
        "Vocational training",
    ),
    preferred=("Testing and inspection",),
)

PFLEGEFACHKRAFT = Sample(
    """Pflegefachkraft (m/w/d) für unsere Intensivstation

Ihre Aufgaben
- Pflege und Betreuung unserer Patienten
- Dokumentation

Ihr Profil
- Abgeschlossene Ausbildung als Pflegefachkraft (m/w/d)
- Mindestens zwei Jahre Berufserfahrung in der Pflege
- Gute Deutschkenntnisse (B2)
- Bereitschaft zum Schichtdienst
- Fachweiterbildung Intensivpflege wünschenswert
- Führerschein Klasse B von Vorteil

Wir bieten
- Eine Ausbildung zum Praxisanleiter
- 30 Tage Urlaub
""",
    required=("Vocational training", "Nurse (Pflegefachkraft)", "Experience", "German", "Shift work"),
    preferred=("Driving licence",),
    years=2,
)

IT_SYSTEM = Sample(
    """IT-Systemadministrator (m/w/d)

Das bringst du mit:
• Abgeschlossene Berufsausbildung als Fachinformatiker Systemintegration oder ein vergleichbares Studium
• Mehrjährige Berufserfahrung in der Administration von Windows Server und Active Directory
• Kenntnisse in VMware und Linux
• Englischkenntnisse
• Idealerweise ITIL-Zertifizierung
• Keine Reisebereitschaft erforderlich

Das erwartet dich:
• Python-Skripte für unsere Abläufe
""",
    required=(
        "Vocational training",
        "IT specialist (Fachinformatiker)",
        "Bachelor's degree",  # "or a comparable one": each of two ways counts
        "Experience",
        "Windows Server",
        "Active Directory",
        "Virtualisation",
        "Linux",
        "English",
    ),
    preferred=("ITIL Foundation",),
    years=3,
    never=("Python",),
)

SAMPLES = {name.lower(): value for name, value in globals().copy().items() if isinstance(value, Sample)}
