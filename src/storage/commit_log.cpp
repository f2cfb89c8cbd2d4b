#include "storage/commit_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "hashing/checksum.hpp"
#include "platform/files.hpp"

namespace serinus::storage {
namespace {

constexpr std::string_view kLogMagic = "SERLOG1\n";
constexpr size_t kLogHeaderBytes = 16;
constexpr size_t kRecordHeaderBytes = 4 + 8 + 8;
constexpr size_t kChangeHeaderBytes = 1 + 1 + 4 + 4;
/// Ours: a log is emptied long before.
constexpr size_t kMaxLogBytes = size_t{1} << 30;

std::string log_path(const std::string& folder, size_t index) { return folder + "/log-" + std::to_string(index); }

template <class T>
void put_number(Bytes& out, T value) {
    ByteArray<sizeof(T)> bytes;
    store_le(bytes.data(), value);
    append(out, bytes);
}

uint64_t checksum_of(uint64_t sequence, BytesView payload) noexcept { return hashing::xxh3_64(payload, sequence); }

StoreError log_error(const std::string& folder, int code) {
    const bool is_full = code == ENOSPC || code == EDQUOT || code == EFBIG;
    return {is_full ? StoreError::Kind::kFull : StoreError::Kind::kIo, "cannot write to the log in " + folder + ": " +
                                                                           std::system_category().message(code) +
                                                                           (is_full ? "; make room on this disk" : "")};
}

}  // namespace

CommitLog::~CommitLog() {
    for (const File& file : files_) {
        if (file.descriptor >= 0) ::close(file.descriptor);
    }
}

Result<void, StoreError> CommitLog::open(const std::string& folder, uint64_t number) {
    folder_ = folder;
    number_ = number;
    for (size_t i = 0; i < files_.size(); ++i) {
        files_[i].descriptor = ::open(log_path(folder, i).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        ENSURE(files_[i].descriptor >= 0, log_error(folder, errno));
        TRY(clear(files_[i]));
    }
    return {};
}

Result<void, StoreError> CommitLog::clear(File& file) {
    ENSURE(::ftruncate(file.descriptor, 0) == 0, log_error(folder_, errno));
    file.bytes = 0;
    return {};
}

Result<void, StoreError> CommitLog::clear_other() { return clear(files_[1 - current_]); }

Result<void, StoreError> CommitLog::write(File& file, BytesView bytes) {
    const uint64_t before = file.bytes;
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(file.descriptor, bytes.data(), bytes.size(), static_cast<off_t>(file.bytes));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            const int code = count < 0 ? errno : ENOSPC;
            // A part of a record ends the log like none, but records must follow each other without a gap.
            (void)::ftruncate(file.descriptor, static_cast<off_t>(before));
            file.bytes = before;
            return Err(log_error(folder_, code));
        }
        file.bytes += static_cast<uint64_t>(count);
        bytes = bytes.subspan(static_cast<size_t>(count));
    }
    return {};
}

Result<void, StoreError> CommitLog::append(uint64_t sequence, std::span<const CollectedBatch::Change> changes) {
    File& file = files_[current_];
    record_.clear();
    if (file.bytes == 0) {
        serinus::append(record_, as_bytes(kLogMagic));
        put_number(record_, number_);
    }
    const size_t begin = record_.size();
    record_.resize(begin + kRecordHeaderBytes);
    for (const auto& change : changes) {
        record_.push_back(change.column);
        record_.push_back(change.removes ? 1 : 0);
        put_number(record_, static_cast<uint32_t>(change.key.size()));
        put_number(record_, static_cast<uint32_t>(change.value.size()));
        serinus::append(record_, change.key);
        serinus::append(record_, change.value);
    }
    const BytesView payload = BytesView(record_).subspan(begin + kRecordHeaderBytes);
    store_le(record_.data() + begin, static_cast<uint32_t>(payload.size()));
    store_le(record_.data() + begin + 4, sequence);
    store_le(record_.data() + begin + 12, checksum_of(sequence, payload));
    return write(file, record_);
}

std::deque<LoggedBatch> parse_log(BytesView content, uint64_t number) {
    std::deque<LoggedBatch> out;
    if (content.size() < kLogHeaderBytes || as_text(content.first(kLogMagic.size())) != kLogMagic ||
        load_le<uint64_t>(content.data() + kLogMagic.size()) != number) {
        return out;
    }
    content = content.subspan(kLogHeaderBytes);
    while (content.size() >= kRecordHeaderBytes) {
        const auto size = load_le<uint32_t>(content.data());
        const auto sequence = load_le<uint64_t>(content.data() + 4);
        const auto checksum = load_le<uint64_t>(content.data() + 12);
        content = content.subspan(kRecordHeaderBytes);
        if (size > content.size()) break;
        const BytesView payload = content.first(size);
        if (checksum_of(sequence, payload) != checksum) break;
        if (!out.empty() && sequence != out.back().sequence + 1) break;
        out.push_back({sequence, to_bytes(payload)});
        content = content.subspan(size);
    }
    return out;
}

bool replay_payload(BytesView payload, WriteBatch& batch) {
    while (!payload.empty()) {
        if (payload.size() < kChangeHeaderBytes) return false;
        const Column column = payload[0];
        const uint8_t removes = payload[1];
        const auto key_size = load_le<uint32_t>(payload.data() + 2);
        const auto value_size = load_le<uint32_t>(payload.data() + 6);
        payload = payload.subspan(kChangeHeaderBytes);
        if (column >= kColumnCount || removes > 1 || (removes == 1 && value_size != 0)) return false;
        if (key_size > payload.size() || value_size > payload.size() - key_size) return false;
        const BytesView key = payload.first(key_size);
        if (removes == 1) {
            batch.remove(column, key);
        } else {
            batch.put(column, key, payload.subspan(key_size, value_size));
        }
        payload = payload.subspan(key_size + value_size);
    }
    return true;
}

Result<std::deque<LoggedBatch>, StoreError> read_logs(const std::string& folder, uint64_t number, uint64_t sequence) {
    std::array<std::deque<LoggedBatch>, 2> logs;
    for (size_t i = 0; i < logs.size(); ++i) {
        const std::string path = log_path(folder, i);
        const auto info = platform::file_info(path);
        if (!info || info->bytes == 0) continue;
        const auto content = platform::read_file(path, kMaxLogBytes);
        ENSURE(content.has_value(), StoreError{StoreError::Kind::kIo, content.error().message});
        logs[i] = parse_log(as_bytes(*content), number);
    }
    if (!logs[0].empty() && !logs[1].empty() && logs[1].front().sequence < logs[0].front().sequence) {
        std::swap(logs[0], logs[1]);
    }
    std::deque<LoggedBatch> out;
    for (auto& log : logs) {
        for (LoggedBatch& batch : log) {
            if (batch.sequence <= sequence) continue;  // it is in the database
            if (batch.sequence != sequence + out.size() + 1) return out;
            out.push_back(std::move(batch));
        }
    }
    return out;
}

}  // namespace serinus::storage
