import type { Law } from '@vamco/contracts';

/** The words of the printed sheet: it goes to people in Viet Nam, so they are Vietnamese alone. */
export const sheetTexts = {
  title: 'PHIẾU KẾT QUẢ THU ĐƯỢC BẰNG PHƯƠNG TIỆN, THIẾT BỊ KỸ THUẬT NGHIỆP VỤ',
  suspected: 'Nghi vi phạm: phần mềm đề xuất, cán bộ có thẩm quyền quyết định.',
  issuer: 'Cơ quan ban hành',
  unit: 'Đơn vị phát hiện',
  transferredTo: 'Đơn vị chuyển đến',
  handling: 'Nơi giải quyết vụ việc',
  vehicle: 'Loại phương tiện',
  exemption: 'Có thể được ưu tiên',
  exemptions: { 'warning-lamps': 'thấy đèn ưu tiên (đỏ hoặc xanh) nhấp nháy trên nóc xe' },
  plate: 'Biển kiểm soát',
  plateColour: 'Màu biển',
  owner: 'Chủ phương tiện',
  ownerId: 'Số định danh',
  address: 'Địa chỉ',
  time: 'Thời gian vi phạm',
  timeError: 'Sai số đồng hồ',
  place: 'Địa điểm vi phạm',
  act: 'Hành vi',
  basis: 'Căn cứ',
  fine: 'Mức phạt (cá nhân)',
  points: 'Trừ điểm giấy phép lái xe',
  limitation: 'Thời hiệu xử phạt đến',
  appear: 'Ngày đến làm việc',
  state: 'Trạng thái',
  unpunished: 'CHƯA XỬ PHẠT',
  device: 'Thiết bị ghi nhận',
  rule: 'Quy tắc phát hiện',
  signal: 'Tín hiệu đèn',
  reviewer: 'Cán bộ duyệt',
  signature: 'Cán bộ sử dụng thiết bị (ký, ghi rõ họ tên)',
  pictures: 'Hình ảnh kèm theo',
  seal: 'Mã băm của bản kê (SHA-256)',
  verify: 'Kiểm tra: vamco verify TỆP.zip --key KHÓA.pem. Mã QR là mã băm của bản kê.',
  unreadable: 'không đọc được',
  missing: '………………………………',
  ownLookup: 'chưa có trong bảng căn cứ, cán bộ tự tra cứu',
  colours: {
    white: 'Nền màu trắng',
    yellow: 'Nền màu vàng',
    blue: 'Nền màu xanh',
    red: 'Nền màu đỏ',
    unknown: 'không rõ màu',
  },
  classes: {
    car: 'Ô tô con',
    motorbike: 'Mô tô, xe máy',
    bus: 'Xe khách',
    truck: 'Xe tải',
    bicycle: 'Xe đạp',
  },
  lights: {
    red: 'đỏ',
    yellow: 'vàng',
    green: 'xanh',
    'red+yellow': 'đỏ và vàng',
    flashing: 'nhấp nháy',
    off: 'tắt',
    unknown: 'không rõ',
  },
} as const;

/** `điểm b khoản 9 Điều 6 Nghị định 168/2024/NĐ-CP`, with the decree that amended it. */
export function basisText({ point, clause, article, decree, amendedBy }: Law): string {
  const first = point === null ? '' : `điểm ${point} `;
  const amended = amendedBy === null ? '' : ` (sửa đổi bởi Nghị định ${amendedBy})`;
  return `${first}khoản ${clause} Điều ${article} Nghị định ${decree}${amended}`;
}

/** `18.000.000 – 20.000.000 đồng` */
export function fineText({ fineMinVnd, fineMaxVnd }: Law): string {
  const dong = (vnd: number) => String(vnd).replaceAll(/\B(?=(\d{3})+$)/g, '.');
  return `${dong(fineMinVnd)} – ${dong(fineMaxVnd)} đồng`;
}

/** `10:20:30, 24/11/2026`, the time in Viet Nam. */
export function localText(utc: string): string {
  const local = new Date(Date.parse(utc) + 7 * 3_600_000).toISOString();
  const [year, month, day] = local.slice(0, 10).split('-');
  return `${local.slice(11, 19)}, ${String(day)}/${String(month)}/${String(year)}`;
}
