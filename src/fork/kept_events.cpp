#include "fork/kept_events.hpp"

#include "hashing/hashing.hpp"

namespace serinus::fork::kept {

namespace {

Checksum checksum_of(const Checksum& before, BytesView encoded) {
    const Hash256 hash = hashing::blake2b_256(concat(before, encoded));
    Checksum out;
    std::copy_n(hash.bytes.begin(), out.size(), out.begin());
    return out;
}

}  // namespace

Bytes header(uint64_t size_bytes) {
    static_assert(kMagic.size() + 8 == kHeaderBytes);
    Bytes out = to_bytes(as_bytes(kMagic));
    out.resize(kHeaderBytes);
    store_le(out.data() + kMagic.size(), size_bytes);
    return out;
}

std::optional<Bytes> record(const KeptEvent& event, Checksum& checksum) {
    const Bytes encoded = scale::encode(event);
    if (encoded.size() > kMaxEventBytes) return std::nullopt;
    checksum = checksum_of(checksum, encoded);
    Bytes out(4);
    store_le(out.data(), static_cast<uint32_t>(encoded.size()));
    out.insert(out.end(), checksum.begin(), checksum.end());
    out.insert(out.end(), encoded.begin(), encoded.end());
    return out;
}

bool Reader::fail(std::string reason) {
    if (error_.empty()) error_ = std::move(reason);
    buffer_.clear();
    return false;
}

bool Reader::feed(BytesView piece) {
    if (!error_.empty()) return false;
    buffer_.insert(buffer_.end(), piece.begin(), piece.end());
    if (good_bytes_ == 0) {
        if (buffer_.size() < kHeaderBytes) return true;
        if (as_text(BytesView(buffer_).first(kMagic.size())) != kMagic) return fail("it is no file of blocks");
        counting_bytes_ = load_le<uint64_t>(buffer_.data() + kMagic.size());
        if (counting_bytes_ < kHeaderBytes) return fail("it is damaged");
        good_bytes_ = kHeaderBytes;
        buffer_.erase(buffer_.begin(), buffer_.begin() + kHeaderBytes);
    }
    return take_records();
}

bool Reader::take_records() {
    size_t at = 0;
    bool goes_on = true;
    while (goes_on && good_bytes_ < counting_bytes_) {
        const BytesView rest = BytesView(buffer_).subspan(at);
        if (rest.size() < kRecordHeaderBytes) break;
        const size_t size = load_le<uint32_t>(rest.data());
        if (size > kMaxEventBytes || size + kRecordHeaderBytes > counting_bytes_ - good_bytes_) {
            return fail("it is damaged");
        }
        if (rest.size() < kRecordHeaderBytes + size) break;
        const BytesView encoded = rest.subspan(kRecordHeaderBytes, size);
        const Checksum wanted = checksum_of(checksum_, encoded);
        if (!std::equal(wanted.begin(), wanted.end(), rest.data() + 4)) return fail("it is damaged");
        auto event = scale::decode<KeptEvent>(encoded);
        if (!event) return fail("it is of another version, or damaged");
        const bool is_first = good_bytes_ == kHeaderBytes;
        if (std::holds_alternative<KeptBeginning>(*event) != is_first) return fail("it does not begin as it must");
        if (auto taken = take_(*std::move(event)); !taken) return fail(std::move(taken.error()));
        checksum_ = wanted;
        at += kRecordHeaderBytes + size;
        good_bytes_ += kRecordHeaderBytes + size;
    }
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<ptrdiff_t>(at));
    if (good_bytes_ >= counting_bytes_) buffer_.clear();
    return good_bytes_ < counting_bytes_;
}

Result<void, std::string> Reader::finish() {
    if (!error_.empty()) return Err(error_);
    if (good_bytes_ <= kHeaderBytes) {
        return Err(std::string(good_bytes_ < counting_bytes_ || good_bytes_ == 0 ? "it is cut off" : "it is empty"));
    }
    if (good_bytes_ < counting_bytes_) return Err(std::string("it is cut off"));
    return {};
}

}  // namespace serinus::fork::kept
