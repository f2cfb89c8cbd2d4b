#include "crypto/verdict_cache.hpp"

#include <algorithm>
#include <string_view>

#include "crypto/recovered_keys.hpp"
#include "hashing/streaming.hpp"

namespace serinus::crypto {

VerdictCache::VerdictCache(const Secret<32>& secret, size_t max_verdicts)
    : secret_(secret),
      sets_in_stripe_(std::max<size_t>(max_verdicts / (kStripes * kWays), 1)),
      recovered_(std::make_unique<RecoveredKeys>()) {}

VerdictCache::~VerdictCache() = default;

// The sizes of signature and key follow from the rule, so that no two questions give the same input.
VerdictCache::Key VerdictCache::key_of(VerdictRule rule, BytesView signature, BytesView message,
                                       BytesView public_key) const noexcept {
    const auto rule_byte = static_cast<uint8_t>(rule);
    ByteArray<16> hash;
    hashing::Blake2b(hash.size())
        .update(secret_.reveal())
        .update({&rule_byte, 1})
        .update(signature)
        .update(public_key)
        .update(message)
        .finish(hash);
    return {load_le<uint64_t>(hash.data()), (load_le<uint64_t>(hash.data() + 8) & kHashBits) | kUsedBit};
}

bool VerdictCache::is_mock(BytesView signature) const noexcept {
    constexpr std::array<uint8_t, 4> kMark = {0xde, 0xad, 0xbe, 0xef};
    if (!accepts_mocks_ || signature.size() <= kMark.size()) return false;
    return std::equal(kMark.begin(), kMark.end(), signature.begin()) &&
           std::all_of(signature.begin() + kMark.size(), signature.end(), [](uint8_t byte) { return byte == 0xcd; });
}

std::optional<bool> VerdictCache::find(const Key& key) {
    Stripe& stripe = stripes_[key.high % kStripes];
    const std::lock_guard lock(stripe.mutex);
    if (!stripe.sets.empty()) {
        Set& set = stripe.sets[set_of(key)];
        for (auto place = set.begin(); place != set.end(); ++place) {
            if (!is_of(*place, key)) continue;
            std::rotate(set.begin(), place, place + 1);
            ++stripe.hits;
            return (set.front().low & kVerdictBit) != 0;
        }
    }
    ++stripe.misses;
    return std::nullopt;
}

bool VerdictCache::contains(const Key& key) const {
    const Stripe& stripe = stripes_[key.high % kStripes];
    const std::lock_guard lock(stripe.mutex);
    if (stripe.sets.empty()) return false;
    return std::ranges::any_of(stripe.sets[set_of(key)], [&](const Key& one) { return is_of(one, key); });
}

void VerdictCache::put(const Key& key, bool verdict) {
    Stripe& stripe = stripes_[key.high % kStripes];
    const std::lock_guard lock(stripe.mutex);
    if (stripe.sets.empty()) stripe.sets.resize(sets_in_stripe_);
    Set& set = stripe.sets[set_of(key)];
    const auto place = std::ranges::find_if(set, [&](const Key& one) { return one.low == 0 || is_of(one, key); });
    const auto last = place == set.end() ? place - 1 : place;
    std::rotate(set.begin(), last, last + 1);
    set.front() = {key.high, key.low | (verdict ? kVerdictBit : 0)};
}

ByteArray<32> VerdictCache::next_seed() noexcept {
    constexpr std::string_view kPurpose = "seed of a batch of signatures";
    ByteArray<8> number;
    store_le(number.data(), seeds_.fetch_add(1, std::memory_order_relaxed));
    ByteArray<32> out;
    hashing::Blake2b(out.size()).update(secret_.reveal()).update(as_bytes(kPurpose)).update(number).finish(out);
    return out;
}

VerdictCache::Figures VerdictCache::figures() const {
    Figures out{.ahead = ahead_.load(std::memory_order_relaxed)};
    for (const Stripe& stripe : stripes_) {
        const std::lock_guard lock(stripe.mutex);
        out.hits += stripe.hits;
        out.misses += stripe.misses;
        out.bytes += sizeof(Stripe) + stripe.sets.size() * sizeof(Set);
    }
    return out;
}

}  // namespace serinus::crypto
