import { Type } from 'typebox';

/** A number that a site may change. `vi` and `en` say what it means to whoever changes it. */
export interface RuleParameter {
  default: number;
  unit: 's' | 'm' | 'heights' | 'degrees' | 'share' | 'km/h' | 'looks';
  min: number;
  max: number;
  vi: string;
  en: string;
}

/** What is known of a rule apart from its code. */
export interface RuleEntry {
  /** Changes whenever the same picture may be judged differently. */
  version: number;
  /** Act of the regulation tables; a rule may be one of several ways to see an act. */
  act: string;
  /** Name and one sentence for officers. */
  name: { vi: string; en: string };
  text: { vi: string; en: string };
  parameters: Record<string, RuleParameter>;
}

type Unit = RuleParameter['unit'];
const number = (value: number, unit: Unit, [min, max]: [number, number], vi: string, en: string) => ({
  ...{ default: value, unit, min, max, vi, en },
});

const wayHeights = (value: number) =>
  number(
    value,
    'heights',
    [0.3, 30],
    'Quãng đường tối thiểu, tính bằng chiều cao của xe trên ảnh, khi khung cảnh không có tọa độ mặt đất.',
    'Shortest way, in heights of the vehicle in the picture, where the scene knows no ground.',
  );
const wayM = (value: number) =>
  number(
    value,
    'm',
    [0.5, 200],
    'Quãng đường tối thiểu, mét, khi khung cảnh có tọa độ mặt đất.',
    'Shortest way, metres, where the scene knows its ground.',
  );
const seconds = (value: number) =>
  number(value, 's', [0.2, 60], 'Hành vi kéo dài ít nhất bấy lâu.', 'The act lasts at least this long.');
const otherClassShare = number(
  0.85,
  'share',
  [0.5, 1],
  'Phần điểm nhận dạng tối thiểu thuộc các loại xe bị cấm.',
  'Least part of the track’s class votes that belongs to forbidden classes.',
);
const turnDegrees = number(
  150,
  'degrees',
  [120, 175],
  'Hướng đi đổi ít nhất bấy nhiêu độ thì là quay đầu.',
  'A change of heading of at least this is a U-turn.',
);
const aboveKmh = (value: number) =>
  number(
    value,
    'km/h',
    [1, 100],
    'Cận dưới của khoảng tin cậy 95 % vượt giới hạn ít nhất bấy nhiêu.',
    'The lower end of the 95 % interval is at least this much above the limit.',
  );
/**
 * Riders are voted over several looks: fewer, or less sure ones, accuse nobody. Numbers of people are surer than their vote says
 * (of those from 0.8 up, 30 of 30 on twelve rendered minutes), heads without a helmet are not.
 */
const riderParameters = (leastConfidence: number) => ({
  leastLooks: number(
    3,
    'looks',
    [2, 10],
    'Số lần nhìn tối thiểu vào những người trên xe.',
    'Least number of looks at the people on the motorbike.',
  ),
  leastConfidence: number(
    leastConfidence,
    'share',
    [0.7, 0.999],
    'Xác suất tối thiểu của điều đã thấy, gộp qua các lần nhìn.',
    'Least probability of what was seen, voted over the looks.',
  ),
  wayHeights: wayHeights(1),
  wayM: wayM(4),
  paceKmh: number(
    7,
    'km/h',
    [1, 30],
    'Chậm hơn mức này có thể là dắt xe; chỉ xét khi khung cảnh có tọa độ mặt đất.',
    'Slower may be a motorbike that is pushed; asked only where the scene knows its ground.',
  ),
});
const speedText = {
  vi: 'Xe chạy quá tốc độ cho phép; chỉ đề xuất khi camera có giấy kiểm định còn hạn.',
  en: 'The vehicle is faster than the limit; proposed only with an unexpired certificate of the camera.',
};

/**
 * Every rule that can propose a violation, gravest first: one vehicle is one case, and the first of these is its name.
 * Types, schema, documentation and the texts of pages come from here; each rule is one file of `edge-agent/src/rules`.
 */
export const ruleTable = {
  'red-light': {
    version: 4,
    act: 'red-light',
    name: { vi: 'Vượt đèn đỏ', en: 'Red light' },
    text: {
      vi: 'Xe ở trước vạch dừng khi đèn đỏ, rồi đi qua vạch khi đèn vẫn đỏ.',
      en: 'The vehicle was before the stop line on red and went past it, still on red.',
    },
    parameters: {
      graceS: number(
        0.4,
        's',
        [0, 5],
        'Đèn đỏ đã sáng ít nhất bấy lâu khi cả xe còn ở trước vạch.',
        'Red was shown this long while all of the vehicle was still before the line.',
      ),
      runHeights: number(
        0.4,
        'heights',
        [0.2, 5],
        'Đi qua vạch ít nhất bấy nhiêu chiều cao xe thì là vượt (khoảng 3 m đường với camera nhìn xuống 15 độ).',
        'Way beyond the line that is a run (about 3 m of road for a camera that looks down by 15 degrees).',
      ),
      runM: number(
        2.5,
        'm',
        [1, 20],
        'Đi qua vạch ít nhất bấy nhiêu mét thì là vượt, khi có tọa độ mặt đất.',
        'Metres beyond the line that are a run, where the scene knows its ground.',
      ),
      goesOnHeights: number(
        0.2,
        'heights',
        [0.05, 3],
        'Xe vượt còn đi tiếp ít nhất bấy nhiêu.',
        'Who runs the light goes on by this much more.',
      ),
      goesOnS: number(1.5, 's', [0.5, 5], '… trong khoảng thời gian này.', '… within this time.'),
    },
  },
  'wrong-way': {
    version: 3,
    act: 'wrong-way',
    name: { vi: 'Đi ngược chiều', en: 'Wrong way' },
    text: {
      vi: 'Xe đi ngược hướng được phép của làn.',
      en: 'The vehicle goes against the lane’s direction.',
    },
    parameters: {
      wayHeights: wayHeights(1),
      wayM: wayM(3),
      minS: seconds(0.8),
      overtakingHeights: number(
        2.5,
        'heights',
        [1, 30],
        'Xe lấn sang từ bên cạnh (vượt xe, tránh xe) phải đi ngược ít nhất bấy nhiêu.',
        'Who came in from the side (to overtake, to avoid) must go this far against it.',
      ),
      overtakingM: number(25, 'm', [5, 200], 'Như trên, tính bằng mét.', 'The same in metres.'),
    },
  },
  'speed-35': {
    version: 1,
    act: 'speed-35',
    name: { vi: 'Quá tốc độ trên 35 km/h', en: 'More than 35 km/h too fast' },
    text: speedText,
    parameters: { aboveKmh: aboveKmh(35) },
  },
  'speed-20-35': {
    version: 1,
    act: 'speed-20-35',
    name: { vi: 'Quá tốc độ trên 20 đến 35 km/h', en: '20 to 35 km/h too fast' },
    text: speedText,
    parameters: { aboveKmh: aboveKmh(20) },
  },
  sidewalk: {
    version: 2,
    act: 'sidewalk',
    name: { vi: 'Đi trên vỉa hè', en: 'Riding on the pavement' },
    text: {
      vi: 'Xe chạy dọc theo vỉa hè; đi cắt ngang để vào nhà thì không tính.',
      en: 'The vehicle travels along the pavement; crossing it to enter a house does not count.',
    },
    parameters: { wayHeights: wayHeights(1.5), wayM: wayM(4), minS: seconds(0.8) },
  },
  'emergency-lane': {
    version: 1,
    act: 'emergency-lane',
    name: { vi: 'Chạy ở làn dừng khẩn cấp', en: 'Driving in the emergency lane' },
    text: {
      vi: 'Xe chạy dọc làn dừng khẩn cấp mà không dừng lại.',
      en: 'The vehicle travels along the emergency lane and does not stop there.',
    },
    parameters: { wayHeights: wayHeights(3), wayM: wayM(25), minS: seconds(2) },
  },
  'prohibited-road': {
    version: 1,
    act: 'prohibited-road',
    name: { vi: 'Đi vào đường cấm loại xe', en: 'Road closed to this kind of vehicle' },
    text: {
      vi: 'Xe thuộc loại bị cấm đi trong khu vực này, trong giờ cấm.',
      en: 'A vehicle of a forbidden kind travels in this zone while the ban is in force.',
    },
    parameters: { wayHeights: wayHeights(0.6), wayM: wayM(2), minS: seconds(0.4), otherClassShare },
  },
  'no-entry': {
    version: 2,
    act: 'prohibited-road',
    name: { vi: 'Đi vào đường cấm', en: 'No entry' },
    text: {
      vi: 'Xe đi vào khu vực cấm loại xe đó.',
      en: 'The vehicle goes into a zone closed to its kind.',
    },
    parameters: { wayHeights: wayHeights(0.6), wayM: wayM(2), minS: seconds(0.4), otherClassShare },
  },
  'wrong-lane': {
    version: 1,
    act: 'wrong-lane',
    name: { vi: 'Đi sai làn đường', en: 'Wrong lane' },
    text: {
      vi: 'Xe chạy trong làn dành cho loại xe khác.',
      en: 'The vehicle travels in a lane that is meant for other kinds.',
    },
    parameters: { wayHeights: wayHeights(1.5), wayM: wayM(8), minS: seconds(1.2), otherClassShare },
  },
  'speed-10-20': {
    version: 1,
    act: 'speed-10-20',
    name: { vi: 'Quá tốc độ 10 đến 20 km/h', en: '10 to 20 km/h too fast' },
    text: speedText,
    parameters: { aboveKmh: aboveKmh(10) },
  },
  'three-passengers': {
    version: 3,
    act: 'three-passengers',
    name: { vi: 'Chở theo từ ba người trở lên', en: 'Three or more passengers' },
    text: {
      vi: 'Trên xe máy có từ bốn người trở lên, kể cả người lái.',
      en: 'Four or more people sit on the motorbike, the driver included.',
    },
    parameters: riderParameters(0.8),
  },
  'no-turn': {
    version: 1,
    act: 'no-turn',
    name: { vi: 'Rẽ nơi cấm rẽ', en: 'Forbidden turn' },
    text: {
      vi: 'Xe rẽ trái hoặc rẽ phải nơi có biển cấm, trong giờ cấm.',
      en: 'The vehicle turns left or right where a sign forbids it, while the ban is in force.',
    },
    parameters: {},
  },
  'no-u-turn': {
    version: 1,
    act: 'no-u-turn',
    name: { vi: 'Quay đầu nơi cấm', en: 'Forbidden U-turn' },
    text: {
      vi: 'Xe quay đầu nơi có biển cấm quay đầu.',
      en: 'The vehicle turns around where a sign forbids it.',
    },
    parameters: { turnDegrees },
  },
  'two-passengers': {
    version: 3,
    act: 'two-passengers',
    name: { vi: 'Chở theo hai người', en: 'Two passengers' },
    text: {
      vi: 'Trên xe máy có ít nhất ba người. Luật miễn trừ khi chở người bệnh đi cấp cứu, trẻ em dưới 12 tuổi, người già yếu, người khuyết tật, áp giải người vi phạm: cán bộ quyết định.',
      en: 'At least three people sit on the motorbike. The law exempts emergencies, children under 12, old or disabled people and escorts: the officer decides.',
    },
    parameters: riderParameters(0.8),
  },
  'no-helmet-driver': {
    version: 2,
    act: 'no-helmet-driver',
    name: { vi: 'Người lái không đội mũ bảo hiểm', en: 'Driver without a helmet' },
    text: {
      vi: 'Người lái xe máy không đội mũ bảo hiểm; camera không thấy được quai mũ.',
      en: 'The driver of the motorbike wears no helmet; a camera cannot see straps.',
    },
    parameters: riderParameters(0.9),
  },
  'no-helmet-passenger': {
    version: 2,
    act: 'no-helmet-passenger',
    name: { vi: 'Người ngồi sau không đội mũ bảo hiểm', en: 'Passenger without a helmet' },
    text: {
      vi: 'Người được chở trên xe máy không đội mũ bảo hiểm. Luật miễn trừ khi cấp cứu, trẻ em dưới 6 tuổi, áp giải: cán bộ quyết định.',
      en: 'A passenger on the motorbike wears no helmet. The law exempts emergencies, children under 6 and escorts: the officer decides.',
    },
    parameters: riderParameters(0.9),
  },
  'park-no-parking-sign': {
    version: 1,
    act: 'park-no-parking-sign',
    name: { vi: 'Đỗ xe nơi cấm đỗ', en: 'Forbidden parking' },
    text: {
      vi: 'Xe đứng yên quá thời gian nơi cấm đỗ, không phải do ùn tắc.',
      en: 'The vehicle stands for too long where parking is forbidden, and not because of a queue.',
    },
    parameters: {
      dwellS: number(
        300,
        's',
        [20, 3600],
        'Đứng yên bấy lâu thì coi là đỗ.',
        'Standing this long is parking.',
      ),
    },
  },
  'speed-5-10': {
    version: 1,
    act: 'speed-5-10',
    name: { vi: 'Quá tốc độ 5 đến dưới 10 km/h', en: '5 to 10 km/h too fast' },
    text: speedText,
    parameters: { aboveKmh: aboveKmh(5) },
  },
  'stop-no-stopping-sign': {
    version: 1,
    act: 'stop-no-stopping-sign',
    name: { vi: 'Dừng xe nơi cấm dừng', en: 'Forbidden stopping' },
    text: {
      vi: 'Xe dừng lại nơi cấm dừng, không phải do ùn tắc hay đèn đỏ.',
      en: 'The vehicle stops where stopping is forbidden, and not because of a queue or a red light.',
    },
    parameters: {
      dwellS: number(
        20,
        's',
        [3, 600],
        'Đứng yên bấy lâu thì coi là dừng.',
        'Standing this long is stopping.',
      ),
    },
  },
  'solid-line': {
    version: 1,
    act: 'stop-line',
    name: { vi: 'Đè, lấn vạch liền', en: 'Crossing a solid line' },
    text: {
      vi: 'Xe đi qua vạch liền từ bên này sang bên kia.',
      en: 'The vehicle goes over a solid line from one side to the other.',
    },
    parameters: {
      clearWidths: number(
        0.55,
        'share',
        [0.1, 1],
        'Điểm chạm đất cách vạch ít nhất bấy nhiêu bề rộng xe ở mỗi bên.',
        'The ground point is this part of the vehicle’s width away from the line on either side.',
      ),
      minS: seconds(0.5),
    },
  },
  'stop-line': {
    version: 3,
    act: 'stop-line',
    name: { vi: 'Dừng quá vạch khi đèn đỏ', en: 'Over the stop line' },
    text: {
      vi: 'Xe qua vạch dừng khi đèn đỏ và đứng lại ở đó.',
      en: 'The vehicle crossed the stop line on red and waited there.',
    },
    parameters: {
      overHeights: number(
        0.18,
        'heights',
        [0.05, 2],
        'Điểm chạm đất đứng quá vạch ít nhất bấy nhiêu.',
        'How far beyond the line the ground point must stand.',
      ),
      overM: number(
        0.7,
        'm',
        [0.2, 10],
        'Đầu xe đứng quá vạch ít nhất bấy nhiêu mét, khi có tọa độ mặt đất.',
        'How far beyond the line its front must stand, where the scene knows its ground.',
      ),
      standingHeights: number(
        0.2,
        'heights',
        [0.05, 1],
        'Nhúc nhích ít hơn bấy nhiêu là đứng yên.',
        'Who moves less than this stands.',
      ),
      standingS: number(2, 's', [1, 20], '… trong bấy lâu.', '… for this long.'),
    },
  },
} as const satisfies Record<string, RuleEntry>;

export type RuleId = keyof typeof ruleTable;
/** Gravest first. */
export const ruleIds = Object.keys(ruleTable) as RuleId[];
export const RuleId = Type.Enum(ruleIds);
