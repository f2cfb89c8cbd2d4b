/// Verdicts on signatures that were verified before.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "crypto/secret.hpp"

namespace serinus::crypto {

class RecoveredKeys;

/// The functions whose verdicts are kept. Each has a rule of its own: what one accepts another may refuse.
enum class VerdictRule : uint8_t {
    kEd25519,            ///< ed25519::verify
    kSr25519,            ///< sr25519::verify
    kSr25519Deprecated,  ///< sr25519::verify_deprecated
    kEcdsaV1,            ///< ecdsa::verify, Version::kV1
    kEcdsaV2,            ///< the same, Version::kV2
    kEcdsaPrehashedV2,   ///< ecdsa::verify_prehashed, Version::kV2
    kRecoverV1,          ///< ecdsa::recover, Version::kV1: no verdict but a key, kept in RecoveredKeys
    kRecoverV2,          ///< the same, Version::kV2
};

/// A bounded map from (rule, signature, message, public key) to the rule's verdict, true or false. A verification is a
/// pure function, so an answer from here is the answer that verifying again would give.
///
/// Questions are told apart by 126 bits of a hash with a key that nobody outside the process knows: who makes
/// signatures cannot look for two that have the same hash. Sets of eight verdicts; in each, what was not used for
/// longest makes room. Any thread.
class VerdictCache {
  public:
    /// Of a question, under this cache's key.
    struct Key {
        uint64_t high = 0, low = 0;  ///< of `low` bit 0 is clear and bit 1 set
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Figures {
        uint64_t hits = 0, misses = 0;  ///< of find()
        uint64_t ahead = 0;             ///< questions that an AheadVerifier answered
        uint64_t bytes = 0;
    };

    /// Keeps at least half of `max_verdicts`, at most all: the sets do not fill evenly. `secret`: random.
    VerdictCache(const Secret<32>& secret, size_t max_verdicts);
    ~VerdictCache();

    /// `signature` and `public_key` have the sizes of the rule. Time O(message): much less than verifying.
    Key key_of(VerdictRule rule, BytesView signature, BytesView message, BytesView public_key) const noexcept;
    std::optional<bool> find(const Key& key);
    /// Not counted.
    bool contains(const Key& key) const;
    /// `verdict` must be what the rule says.
    void put(const Key& key, bool verdict);

    /// From now on is_mock() says yes to signatures that are marked as mocks: 0xdeadbeef, then 0xcd to the end. For
    /// forks, whose users act for accounts that they have no keys of. Observed: the mark is that of Chopsticks 1.5.1
    void accept_mocks() noexcept { accepts_mocks_ = true; }
    bool is_mock(BytesView signature) const noexcept;

    /// Another one each time; nobody outside the process can foresee it. For verifying batches.
    ByteArray<32> next_seed() noexcept;

    /// Keys that were recovered, by key_of() without a public key; their hits and misses are not in figures().
    RecoveredKeys& recovered() noexcept { return *recovered_; }

    void count_ahead() noexcept { ahead_.fetch_add(1, std::memory_order_relaxed); }

    size_t max_verdicts() const noexcept { return sets_in_stripe_ * kStripes * kWays; }
    Figures figures() const;

  private:
    static constexpr size_t kStripes = 64;  ///< parts with a lock of their own
    static constexpr size_t kWays = 8;
    static constexpr uint64_t kVerdictBit = 1, kUsedBit = 2;
    static constexpr uint64_t kHashBits = ~kVerdictBit;

    /// The last used first. Empty places have low == 0.
    using Set = std::array<Key, kWays>;
    struct Stripe {
        mutable std::mutex mutex;
        std::vector<Set> sets;  ///< allocated for the first verdict
        uint64_t hits = 0, misses = 0;
    };

    size_t set_of(const Key& key) const noexcept { return (key.high / kStripes) % sets_in_stripe_; }
    static bool is_of(const Key& place, const Key& key) noexcept {
        return place.high == key.high && (place.low & kHashBits) == key.low;
    }

    Secret<32> secret_;
    size_t sets_in_stripe_;
    std::atomic<uint64_t> seeds_ = 0, ahead_ = 0;
    std::atomic<bool> accepts_mocks_ = false;
    std::array<Stripe, kStripes> stripes_;
    std::unique_ptr<RecoveredKeys> recovered_;
};

}  // namespace serinus::crypto
