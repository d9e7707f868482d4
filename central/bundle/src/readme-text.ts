/** `readme.txt` of a bundle: for whoever unpacks one and has never heard of it. */
export const readmeText = `HỒ SƠ NGHI VI PHẠM ĐÃ NIÊM PHONG

sheet.pdf       phiếu in, có mã QR là mã băm của manifest.json
manifest.json   bản kê: mọi dữ liệu của hành vi, ký bằng khóa của hộp biên
files/          ảnh gốc, ảnh đánh dấu, ảnh biển số, đoạn phim nếu có
clip.json       bản kê đoạn phim, niêm phong riêng sau hành vi vài giây; hoặc lý do không có phim
record.json     bản ghi hộp biên đã gửi về trung tâm
chain.json      chuỗi niêm phong của hộp biên và điểm xác nhận
case.json       căn cứ pháp lý và quyết định của cán bộ lúc xuất
bundle.json     danh sách mọi tệp với mã băm, ký bởi nơi xuất hồ sơ
keys/           khóa công khai

Kiểm tra, không cần mạng:
  vamco verify TỆP.zip --key KHÓA.pem
hoặc, độc lập với VamCo (Python và openssl):
  python3 verify_bundle.py TỆP.zip --key KHÓA.pem

KHÓA.pem là khóa công khai của trung tâm, lấy từ hồ sơ thiết bị, không lấy từ trong tệp này.
`;
