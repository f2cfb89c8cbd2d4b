#include "storage/collected_batch.hpp"

#include "base/assert.hpp"

namespace serinus::storage {
namespace {

constexpr size_t kPieceBytes = 256 << 10;

uint64_t order_of(Column column, BytesView key) noexcept {
    ByteArray<8> first{column};
    const size_t size = std::min<size_t>(key.size(), first.size() - 1);
    if (size != 0) std::memcpy(first.data() + 1, key.data(), size);
    return __builtin_bswap64(load_le<uint64_t>(first.data()));
}

bool is_before(const CollectedBatch::Change& a, const CollectedBatch::Change& b) noexcept {
    return a.order != b.order ? a.order < b.order : compare(a.key, b.key) < 0;
}

}  // namespace

void CollectedBatch::add(Column column, BytesView key, BytesView value, bool removes) {
    SERINUS_ASSERT(column < kColumnCount && changes_.size() < UINT32_MAX);
    const BytesView kept = keep(key);
    const auto sequence = static_cast<uint32_t>(changes_.size());
    changes_.push_back({order_of(column, kept), kept, keep(value), sequence, column, removes});
}

BytesView CollectedBatch::keep(BytesView bytes) {
    if (bytes.empty()) return {};
    if (memory_.empty() || memory_.back().capacity() - memory_.back().size() < bytes.size()) {
        memory_.emplace_back().reserve(std::max(kPieceBytes, bytes.size()));
    }
    Bytes& piece = memory_.back();
    const size_t at = piece.size();
    append(piece, bytes);
    return BytesView(piece).subspan(at);
}

std::span<const CollectedBatch::Change> CollectedBatch::sorted() {
    const auto is_earlier = [](const Change& a, const Change& b) {
        if (is_before(a, b)) return true;
        return !is_before(b, a) && a.sequence < b.sequence;
    };
    if (!std::is_sorted(changes_.begin(), changes_.end(), is_earlier)) {
        std::sort(changes_.begin(), changes_.end(), is_earlier);
    }
    size_t kept = 0;
    for (size_t i = 0; i < changes_.size(); ++i) {
        if (i + 1 < changes_.size() && !is_before(changes_[i], changes_[i + 1])) continue;  // the next has the same key
        changes_[kept++] = changes_[i];
    }
    changes_.resize(kept);
    return changes_;
}

}  // namespace serinus::storage
