/// How lists of voters and targets are read for an election.
#pragma once

#include "runtime/sdk/traits/election.hpp"

namespace serinus::pallet_staking::detail {

using sdk::AccountId;
using sdk::DataProviderBounds;

/// How many elements of a list are looked at for each one that is wanted.
inline constexpr uint32_t kIterationsPerElement = 2;

/// Estimates how long the encoding of a list gets. Observed: Kusama 1.0.0: the length of the count is added with each
/// element.
class SizeTracker {
  public:
    explicit SizeTracker(const DataProviderBounds& bounds) : bounds_(bounds) {}

    /// False, and without effect, if there is no room for an element of that size.
    bool try_register(size_t size) {
        const size_t after = size_ + size + scale::compact_size(uint64_t{count_} + 1);
        if (bounds_.size_exhausted(static_cast<uint32_t>(after))) return false;
        size_ = after;
        ++count_;
        return true;
    }
    uint32_t size() const { return static_cast<uint32_t>(size_); }

  private:
    const DataProviderBounds& bounds_;
    size_t size_ = 0;
    uint32_t count_ = 0;
};

/// Of configurations that name no list: in the order in which validators are stored, that of the hashes of their
/// accounts. Who has preferences that cannot be decoded is passed over. Source: UseValidatorsMap
template <class P>
struct StoredValidators {
    struct Walk {
        decltype(P::storage.Validators.iter()) validators = P::storage.Validators.iter();
        std::optional<AccountId> next() {
            const auto validator = validators.next();
            return validator ? std::optional(validator->first) : std::nullopt;
        }
    };
    static Walk iter() { return {}; }
    static uint32_t count() { return P::storage.Validators.count(); }
};

}  // namespace serinus::pallet_staking::detail
