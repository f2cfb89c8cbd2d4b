#include "state/layered_value.hpp"

#include "base/assert.hpp"
#include "codec/compact.hpp"

namespace serinus::state {
namespace {

/// The longest compact form of a 32-bit number.
constexpr size_t kHeadroom = scale::compact_size(uint64_t{UINT32_MAX});
static_assert(kHeadroom == 5);

/// Takes the length off the front of `bytes`, if there is one.
std::optional<uint32_t> take_length(BytesView& bytes) noexcept {
    BytesView rest = bytes;
    const auto length = scale::take_compact(rest);
    if (!length || *length > UINT32_MAX) return std::nullopt;
    bytes = rest;
    return static_cast<uint32_t>(*length);
}

}  // namespace

LayeredValue LayeredValue::of(BytesView bytes) {
    LayeredValue out;
    out.set(bytes);
    return out;
}

LayeredValue LayeredValue::share_for_append() {
    if (kind_ == Kind::kRemoved) return {};
    if (kind_ == Kind::kBytes) {
        BytesView items = bytes_;
        if (!take_length(items)) return {};
        become_sequence();
    }
    LayeredValue out;
    out.kind_ = Kind::kSequence;
    out.count_ = count_;
    out.items_size_ = items_size_;
    out.sequence_ = sequence_;
    return out;
}

void LayeredValue::remove() noexcept {
    kind_ = Kind::kRemoved;
    bytes_ = {};
    sequence_.reset();
}

void LayeredValue::set(BytesView bytes) {
    kind_ = Kind::kBytes;
    bytes_.assign(bytes.begin(), bytes.end());
    sequence_.reset();
}

void LayeredValue::append(BytesView item) {
    if (kind_ != Kind::kSequence) become_sequence();
    sequence_->resize(kHeadroom + items_size_);
    sequence_->insert(sequence_->end(), item.begin(), item.end());
    items_size_ += item.size();
    ++count_;  // Observed: polkadot-stable2407: wraps
}

BytesView LayeredValue::view() noexcept {
    SERINUS_ASSERT(present());
    if (kind_ == Kind::kBytes) return bytes_;
    uint8_t length[scale::kMaxCompact64];
    const auto length_size = static_cast<size_t>(scale::store_compact(length, uint64_t{count_}) - length);
    uint8_t* const begin = sequence_->data() + kHeadroom - length_size;
    std::memcpy(begin, length, length_size);
    return {begin, length_size + items_size_};
}

Bytes LayeredValue::take() && {
    if (kind_ == Kind::kBytes) return std::move(bytes_);
    return to_bytes(view());
}

/// A value that is none becomes the sequence without items.
void LayeredValue::become_sequence() {
    BytesView items = bytes_;
    const auto length = kind_ == Kind::kBytes ? take_length(items) : std::nullopt;
    if (!length) items = {};
    auto sequence = std::make_shared<Bytes>(kHeadroom);
    serinus::append(*sequence, items);
    count_ = length.value_or(0);
    items_size_ = items.size();
    sequence_ = std::move(sequence);
    bytes_ = {};
    kind_ = Kind::kSequence;
}

}  // namespace serinus::state
