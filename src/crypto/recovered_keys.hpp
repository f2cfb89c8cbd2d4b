/// Public keys that were recovered from ECDSA signatures before.
#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <vector>

#include "crypto/ecdsa.hpp"
#include "crypto/verdict_cache.hpp"

namespace serinus::crypto {

/// A bounded map from (version, signature, hash) to what ecdsa::recover says of them, a key or an error. Recovery is a
/// pure function, so an answer from here is the answer that recovering again would give. Told apart by keys of a
/// VerdictCache; of a set of four, what was put in first makes room. Any thread.
class RecoveredKeys {
  public:
    using Answer = Result<ecdsa::UncompressedPublicKey, ecdsa::RecoverError>;
    static constexpr size_t kMostKeys = 4096;  ///< 336 KiB, allocated for the first

    /// `key` is that of the question in the rule kRecoverV1 or kRecoverV2.
    std::optional<Answer> find(const VerdictCache::Key& key) const;
    void put(const VerdictCache::Key& key, const Answer& answer);

  private:
    static constexpr size_t kWays = 4;
    struct Place {
        VerdictCache::Key key;  ///< low == 0: empty
        Answer answer = ecdsa::RecoverError::kBadSignature;
    };
    using Set = std::array<Place, kWays>;  ///< the last first

    static size_t set_of(const VerdictCache::Key& key) noexcept { return key.high % (kMostKeys / kWays); }

    mutable std::mutex mutex_;
    std::vector<Set> sets_;
};

}  // namespace serinus::crypto
