#include "parachain/approval/block_messages.hpp"

#include <algorithm>
#include <utility>

namespace serinus::parachain {
namespace {

/// A list of so many numbers is shorter than a set of bits whatever the highest one is, or so short that it does not
/// matter.
constexpr size_t kFew = 16;
/// Memory grows by steps rather than by doubling: half of it would never be used.
constexpr size_t kStepWords = 32;
constexpr size_t kStepBytes = size_t{16} * 1024;

}  // namespace

bool NumberSet::contains(uint32_t number) const noexcept {
    if (!is_bits_) return std::binary_search(words_.begin(), words_.end(), number);
    return number / 32 < words_.size() && (words_[number / 32] >> number % 32 & 1) != 0;
}

bool NumberSet::insert(uint32_t number) {
    if (contains(number)) return false;
    if (is_bits_) {
        set_bit(number);
        return true;
    }
    words_.insert(std::upper_bound(words_.begin(), words_.end(), number), number);
    if (words_.size() > kFew && words_.size() * 32 > words_.back()) become_bits();
    return true;
}

void NumberSet::become_bits() {
    const std::vector<uint32_t> numbers = std::exchange(words_, {});
    is_bits_ = true;
    for (const uint32_t number : numbers) set_bit(number);
}

void NumberSet::set_bit(uint32_t number) {
    const size_t word = number / 32;
    if (word >= words_.size()) {
        if (word >= words_.capacity()) words_.reserve((word / kStepWords + 1) * kStepWords);
        words_.resize(word + 1);
    }
    words_[word] |= uint32_t{1} << number % 32;
}

std::optional<BlockMessages::Number> BlockMessages::find(ValidatorIndex validator, const Bits& bits) const {
    std::optional<Number> out;
    for_each_of(validator, [&](Number number) {
        const Subject& one = subjects_[number];
        if (one.bits == bits.size() && equal(bytes_of(one), bits.bytes())) out = number;
    });
    return out;
}

BlockMessages::Number BlockMessages::add(ValidatorIndex validator, const Bits& bits) {
    if (const auto known = find(validator, bits)) return *known;
    if (validator._0 >= latest_.size()) latest_.resize(validator._0 + size_t{1}, kNone);
    const auto number = static_cast<Number>(subjects_.size());
    const Kept where = keep(bits.bytes());
    subjects_.push_back({validator._0, latest_[validator._0], static_cast<uint32_t>(bits.size()), where.offset});
    latest_[validator._0] = number;
    return number;
}

Bits BlockMessages::candidates_of(Number number) const {
    Bits out(subjects_[number].bits);
    for (size_t i = 0; i < out.size(); ++i) {
        if (is_for(number, i)) out.set(i, true);
    }
    return out;
}

bool BlockMessages::is_for(Number number, size_t candidate) const {
    const Subject& one = subjects_[number];
    return candidate < one.bits && (bytes_of(one)[candidate / 8] >> candidate % 8 & 1) != 0;
}

bool BlockMessages::have_common(Number a, Number b) const {
    const BytesView left = bytes_of(subjects_[a]), right = bytes_of(subjects_[b]);
    for (size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
        if ((left[i] & right[i]) != 0) return true;
    }
    return false;
}

BlockMessages::Kept BlockMessages::keep(BytesView bytes) {
    const Kept out{static_cast<uint32_t>(bytes_.size()), static_cast<uint32_t>(bytes.size())};
    const size_t size = bytes_.size() + bytes.size();
    if (size > bytes_.capacity()) bytes_.reserve((size / kStepBytes + 1) * kStepBytes);
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return out;
}

}  // namespace serinus::parachain
