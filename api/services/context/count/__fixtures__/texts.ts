/** The same few sentences of prose by script, and some of what people paste: for measuring how texts are counted. Written for this. */
export const texts: Readonly<Record<string, string>> = {
  english:
    'The committee met on Tuesday to discuss the proposal, which had been circulated several weeks earlier. Although most members agreed with its general direction, a few objected to the timetable and asked whether the costs had been estimated properly.',
  german:
    'Der Ausschuss traf sich am Dienstag, um den Vorschlag zu besprechen, der einige Wochen zuvor verteilt worden war. Obwohl die meisten Mitglieder der allgemeinen Richtung zustimmten, wandten sich einige gegen den Zeitplan.',
  french:
    "Le comité s'est réuni mardi pour discuter de la proposition, qui avait été distribuée plusieurs semaines auparavant. Bien que la plupart des membres fussent d'accord, certains se sont opposés au calendrier.",
  russian:
    'Комитет собрался во вторник, чтобы обсудить предложение, которое было разослано несколькими неделями ранее. Хотя большинство членов согласились с общим направлением, некоторые возразили против сроков.',
  greek:
    'Η επιτροπή συνεδρίασε την Τρίτη για να συζητήσει την πρόταση, η οποία είχε διανεμηθεί αρκετές εβδομάδες νωρίτερα. Αν και τα περισσότερα μέλη συμφώνησαν, ορισμένα διαφώνησαν με το χρονοδιάγραμμα.',
  hebrew: 'הוועדה התכנסה ביום שלישי כדי לדון בהצעה, שהופצה מספר שבועות קודם לכן. אף שרוב החברים הסכימו עם הכיוון הכללי, כמה מהם התנגדו ללוח הזמנים.',
  arabic:
    'اجتمعت اللجنة يوم الثلاثاء لمناقشة الاقتراح الذي تم توزيعه قبل عدة أسابيع. وعلى الرغم من أن معظم الأعضاء اتفقوا مع الاتجاه العام، فقد اعترض بعضهم على الجدول الزمني.',
  hindi: 'समिति ने मंगलवार को प्रस्ताव पर चर्चा करने के लिए बैठक की, जिसे कई सप्ताह पहले वितरित किया गया था। हालांकि अधिकांश सदस्य सामान्य दिशा से सहमत थे, कुछ ने समय सारिणी पर आपत्ति जताई।',
  thai: 'คณะกรรมการประชุมกันในวันอังคารเพื่อหารือเกี่ยวกับข้อเสนอซึ่งได้เผยแพร่ไปหลายสัปดาห์ก่อนหน้านี้ แม้ว่าสมาชิกส่วนใหญ่จะเห็นด้วยกับทิศทางทั่วไป แต่บางคนก็คัดค้านกำหนดเวลา',
  japanese: '委員会は火曜日に会合を開き、数週間前に配布された提案について議論した。ほとんどの委員は全体の方向性に賛成したが、一部の委員は日程に反対し、費用が適切に見積もられているかどうかを尋ねた。',
  chinese: '委员会于星期二开会讨论几周前散发的提案。虽然大多数成员同意其总体方向，但有少数人对时间表提出异议，并询问费用是否已得到适当估算。经过长时间讨论，他们决定将表决推迟到下次会议。',
  korean: '위원회는 화요일에 모여 몇 주 전에 배포된 제안을 논의했다. 대부분의 위원이 전반적인 방향에 동의했지만, 일부는 일정에 반대하며 비용이 제대로 추산되었는지 물었다.',
  code: `export function encodeEvent(event: TurnEvent): string {
  const { type, ...rest } = event;
  if (type === 'text-delta') return \`\${rest.part}:\${JSON.stringify(rest.delta)}\`;
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined) throw new TypeError(\`The field \${name} is missing.\`);
  }
  return JSON.stringify({ type, ...rest });
}`,
  markdown: `## Results\n\n| run | mean | p99 |\n|---|---|---|\n| first | 12.5 ms | 40.1 ms |\n| second | 11.9 ms | 38.7 ms |\n\n1. **Warm up** before each run.\n2. Do *not* run two at once.\n`,
};
