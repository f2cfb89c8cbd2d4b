/// Items of a state by the names of their pallets.
#pragma once

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "metadata/metadata.hpp"
#include "primitives/account.hpp"
#include "state/backend.hpp"

namespace serinus::staking {

using primitives::AccountId;

inline constexpr std::string_view kStaking = "Staking";
inline constexpr std::string_view kVoterList = "VoterList";
inline constexpr std::string_view kElections = "ElectionProviderMultiPhase";
/// Eras that the chain keeps for rewards and slashes: Kusama's HistoryDepth.
inline constexpr uint32_t kHistoryDepth = 84;

inline Bytes twox_64_key(BytesView key) { return hashing::twox_64_concat(key); }
inline Bytes blake2_key(BytesView key) { return hashing::blake2b_128_concat(key); }

/// Values are decoded from their front, so that fields which later versions have added behind do not matter. One thread
/// at a time. Errors are sentences.
class StateReader {
  public:
    /// The state must outlive this.
    explicit StateReader(state::Backend& state) : state_(&state) {}

    template <class T>
    Result<std::optional<T>, std::string> find(std::string_view pallet, std::string_view item, BytesView key = {}) {
        return find_at<T>(concat(metadata::item_prefix(pallet, item), key), pallet, item);
    }
    /// Calls `visit(key, value)` for each entry of a map: the key as it stands behind the item's prefix and `first`.
    template <class T, class F>
    Result<void, std::string> each(std::string_view pallet, std::string_view item, F&& visit, BytesView first = {}) {
        const Bytes prefix = concat(metadata::item_prefix(pallet, item), first);
        Bytes last = prefix;
        for (;;) {
            auto next = state_->next_key(state::Area::top(), last);
            if (!next) return Err(next.error().reason);
            if (!*next || (*next)->size() < prefix.size() ||
                !std::equal(prefix.begin(), prefix.end(), (*next)->begin()))
                return {};
            last = *std::move(*next);
            TRY_ASSIGN(const std::optional<T> value, find_at<T>(last, pallet, item));
            if (value) visit(BytesView(last).subspan(prefix.size()), *value);
        }
    }

  private:
    template <class T>
    Result<std::optional<T>, std::string> find_at(BytesView key, std::string_view pallet, std::string_view item) {
        const auto found = state_->get(state::Area::top(), key);
        if (!found) return Err(found.error().reason);
        if (!*found) return std::optional<T>();
        BytesView rest = **found;
        auto value = scale::take<T>(rest);
        ENSURE(value, std::string(pallet) + "." + std::string(item) + " has another form than is known");
        return std::optional<T>(*std::move(value));
    }

    state::Backend* state_;
};

/// The account at the end of a key of a map whose hasher keeps it. nullopt: the key is too short.
inline std::optional<AccountId> account_at_end(BytesView key) {
    return key.size() < AccountId::kSize ? std::nullopt : AccountId::from(key.last(AccountId::kSize));
}

}  // namespace serinus::staking
