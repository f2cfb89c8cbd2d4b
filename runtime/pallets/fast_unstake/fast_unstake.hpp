/// FastUnstake: bonds that back nobody are given back without the time of unbonding.
///
/// Who registers is chilled, unbonded as a whole, and waits in a queue against a deposit. In what is left of a block,
/// and not while an election is under way, up to BatchSize stashes of the queue become the head, and some eras are
/// checked for all of them: from the present one back, for as long as a slash could still come. A stash that was
/// exposed loses its deposit and goes on to unbond as everybody does. The others are freed in the block after the last
/// era was checked.
///
/// The queue has the order of its hashed keys. Off until `control` says how many eras a block checks.
/// Invariant (checked by try_state()): no more eras are checked in a block than may be; the head is not empty.
///
/// Source: pallet-fast-unstake 22.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/fast_unstake/types.hpp"
#include "runtime/pallets/fast_unstake/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/election.hpp"

namespace serinus::pallet_fast_unstake {

using namespace sdk;

struct Constants {
    /// What a stash pays if it was exposed.
    Balance Deposit;
};

/// `T` has: Currency (with reserves), ControlOrigin, Staking (sdk/traits/election.hpp, StakingInterface), kConstants,
/// kBatchSize, kMaxErasToCheckPerBlock, kMaxChecking (the bonding duration and one), kDbWeight, kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kBatchSize } -> std::convertible_to<uint32_t>;
    { T::kMaxChecking } -> std::convertible_to<uint32_t>;
    { T::kMaxErasToCheckPerBlock } -> std::convertible_to<uint32_t>;
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
    typename T::ControlOrigin;
    typename T::Currency;
    typename T::Staking;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(ReservableCurrency<typename T::Currency>);
        static_assert(StakingInterface<typename T::Staking>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Request = types::UnstakeRequest<T>;

    struct Storage {
        /// The stashes that are being checked.
        Value<types::UnstakeRequest<T>> Head;
        /// The stashes that wait, with their deposits.
        CountedMap<Twox64Concat<AccountId>, Balance> Queue;
        /// How many eras are checked in a block; 0: the pallet is off.
        Value<uint32_t, OrDefault> ErasToCheckPerBlock;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    static constexpr uint16_t kStorageVersion = 1;

    struct Event {
        /// A stash was freed, if the result is good.
        struct Unstaked {
            AccountId stash;
            DispatchResult result;
        };
        /// A stash was exposed, and has lost its deposit.
        struct Slashed {
            AccountId stash;
            Balance amount{};
        };
        /// The head was not exposed in these eras.
        struct BatchChecked {
            std::vector<EraIndex> eras;
        };
        /// The head is done; so many of it were freed.
        struct BatchFinished {
            uint32_t size{};
        };
        /// Something that cannot be: the pallet is off from here on.
        struct InternalError {};
        using list = List<Unstaked, Slashed, BatchChecked, BatchFinished, InternalError>;
    };

    enum class Error : uint8_t {
        /// The account controls no bond.
        NotController,
        /// The stash waits already.
        AlreadyQueued,
        /// A part of the bond is being unbonded.
        NotFullyBonded,
        /// The stash does not wait.
        NotQueued,
        /// The stash is being checked.
        AlreadyHead,
        /// The pallet is off, or more eras are asked for than may be.
        CallNotAllowed,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Chills and unbonds the caller's stash, and puts it into the queue against the deposit.
    ///
    /// Origin: signed, a controller. Errors: CallNotAllowed, NotController, AlreadyQueued, AlreadyHead, NotFullyBonded;
    /// those of Staking and Currency.
    struct register_fast_unstake {
        Weight weight() const { return T::kWeights.register_fast_unstake(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Leaves the queue with the deposit; the bond stays unbonded.
    ///
    /// Origin: signed, a controller. Errors: CallNotAllowed, NotController, NotQueued, AlreadyHead.
    struct deregister {
        Weight weight() const { return T::kWeights.deregister(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Sets how many eras a block checks.
    ///
    /// Origin: ControlOrigin. Errors: CallNotAllowed.
    struct control {
        EraIndex eras_to_check{};
        Weight weight() const { return T::kWeights.control(); }
        DispatchResult operator()(Origin<typename T::ControlOrigin>) const;
    };
    using Calls = List<At<0, register_fast_unstake>, At<1, deregister>, At<2, control>>;

    /// Checks some eras for the head if `remaining` allows it, or frees what was checked. Gives the weight.
    static Weight on_idle(BlockNumber now, Weight remaining);
    static TryStateResult try_state();

  private:
    static bool is_head(const AccountId& stash);
    /// The stash of a controller while the pallet is on.
    static ResultOf<AccountId> stash_of(const AccountId& controller);
    static void halt(std::string_view reason);
    /// Takes the head, or makes one of the queue. `weight` grows by what that costs.
    static std::optional<Request> take_head(Weight& weight);
    static std::vector<EraIndex> unchecked_eras(Request& request, uint32_t at_most);
    static bool was_exposed(const AccountId& stash, const std::vector<EraIndex>& eras);
    /// Checks these eras, and keeps who was not exposed.
    static void check(Request request, const std::vector<EraIndex>& eras);
    static void free(const Request& request);
};

}  // namespace serinus::pallet_fast_unstake
