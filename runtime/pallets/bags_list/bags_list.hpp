/// VoterList: accounts roughly in the order of their scores, so that the first thousands can be found without a look at
/// the others.
///
/// The scores are cut into ranges, each with a bag: a chain of accounts, whoever comes last at its tail. Who walks over
/// the list goes from the highest bag to the lowest and in each from head to tail. A score that changes elsewhere moves
/// an account only when somebody says so. Invariants (checked by try_state()): each account is in the bag that its node
/// names; heads have no predecessor and tails no successor; no chain has a circle; as many nodes as the counter says.
///
/// Some accounts are moved in the idle time of each block, one part of the list after the other; who has a score and is
/// not in the list comes in by that, who has none leaves it. While the list is locked nothing changes.
///
/// Source: pallet_bags_list 22.0.0 (polkadot-sdk v1.1.0). Observed: pallet-bags-list 41
#pragma once

#include "runtime/pallets/bags_list/types.hpp"
#include "runtime/pallets/bags_list/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/election.hpp"

namespace serinus::pallet_bags_list {

using namespace sdk;
using list::Bag;
using list::ListError;
using list::Node;

struct Constants {
    /// The largest score of each bag, ascending. Above the last there is one more bag, if that is not the largest
    /// number.
    std::span<const uint64_t> BagThresholds;
    /// How many accounts a block looks after in its idle time.
    uint32_t MaxAutoRebagPerBlock;
};

/// `T` has: System, ScoreProvider (sdk/traits/election.hpp), kWeights. The score is an std::optional, nullopt of
/// who has no place in the list.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::ScoreProvider;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(ScoreProvider<typename T::ScoreProvider>); }
    using PalletBase<Pallet, T>::deposit_event;
    using Generics = List<Param<"T">, Param<"I">>;
    using Score = list::Score;
    using ListFailure = ListError;

    struct Storage {
        /// The accounts of the list.
        CountedMap<Twox64Concat<AccountId>, Node> ListNodes;
        /// The bags that are not empty, by their largest score.
        Map<Twox64Concat<list::Score>, Bag> ListBags;
        /// Where the next block goes on; absent: at the beginning.
        Value<AccountId> NextNodeAutoRebagged;
        /// There while the list is locked.
        Value<Unit> Lock;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// An account is in another bag from now on.
        struct Rebagged {
            AccountId who;
            list::Score from;
            list::Score to;
        };
        /// The score of an account was stated.
        struct ScoreUpdated {
            AccountId who;
            list::Score new_score;
        };
        using list = sdk::List<Rebagged, ScoreUpdated>;
    };

    struct Error {
        /// The list refuses.
        struct List {
            ListError _0{};
        };
        /// The list is locked.
        struct Locked {};
        std::variant<List, Locked> v;
        friend constexpr uint8_t pallet_index_of(const Error&) { return T::kInfo.index; }
    };

    /// States the present score of an account, which moves to the bag where it belongs, into the
    /// list, or out of it. Origin: signed. Errors: NodeNotFound; Locked, as of all calls.
    struct rebag {
        LookupSource dislocated;
        Weight weight() const { return T::kWeights.rebag_non_terminal().max(T::kWeights.rebag_terminal()); }
        DispatchResult operator()(Signed) const;
    };
    /// Moves the signer in front of an account of the same bag with a smaller score.
    /// Origin: signed. Errors: NodeNotFound, NotInSameBag, NotHeavier.
    struct put_in_front_of {
        LookupSource lighter;
        Weight weight() const { return T::kWeights.put_in_front_of(); }
        DispatchResult operator()(Signed heavier) const;
    };
    /// The same for two others.
    /// Origin: signed. Errors: NodeNotFound, NotInSameBag, NotHeavier.
    struct put_in_front_of_other {
        LookupSource heavier;
        LookupSource lighter;
        Weight weight() const { return T::kWeights.put_in_front_of(); }
        DispatchResult operator()(Signed) const;
    };
    using Calls = sdk::List<At<0, rebag>, At<1, put_in_front_of>, At<2, put_in_front_of_other>>;

    /// The score of an account in the list, and its present one. If they differ, it can be rebagged.
    struct scores {
        static constexpr std::string_view kSignature = "scores(T::AccountId) -> (Option<T::Score>,Option<T::Score>)";
        AccountId who;
        std::pair<std::optional<Score>, std::optional<Score>> operator()() const;
    };
    using ViewFunctions = sdk::List<scores>;

    /// Looks after some accounts, and says what that weighs at worst, whatever was done.
    static Weight on_idle(BlockNumber now, Weight remaining);
    static void integrity_test();
    static TryStateResult try_state();

    // SortedListProvider.

    /// The accounts from the highest bag on, or from behind an account.
    class Walk {
      public:
        std::optional<AccountId> next();

      private:
        friend Pallet;
        std::optional<AccountId> next_in_bag_;
        size_t bags_left_ = 0;  ///< of the thresholds, and of the bag above them
    };
    static Walk iter();
    static Result<Walk, ListError> iter_from(const AccountId& start);
    static uint32_t count() { return storage.ListNodes.count(); }
    static bool contains(const AccountId& who) { return storage.ListNodes.exists(who); }
    static Result<void, ListError> on_insert(const AccountId& who, Score score);
    static Result<void, ListError> on_update(const AccountId& who, Score score);
    static Result<void, ListError> on_remove(const AccountId& who);
    static Result<Score, ListError> get_score(const AccountId& who);
    static void lock() { storage.Lock.put(Unit{}); }
    static void unlock() { storage.Lock.remove(); }

    /// The largest score of the bag for that score.
    static Score notional_bag_for(Score score);

  private:
    static DispatchResult checked(Result<void, ListError> result);
    static bool is_locked();
    static DispatchResult ensure_unlocked();
    static void insert(const AccountId& who, Score score);
    static Result<void, ListError> update(const AccountId& who, Score score);
    static Result<void, ListError> remove(const AccountId& who);
    static Result<void, ListError> rebag_now(const AccountId& who);
    /// What a block looks after, and who comes next.
    static std::vector<AccountId> next_accounts();
    static Result<void, ListError> move_in_front_of(const AccountId& lighter, const AccountId& heavier);
    static size_t bag_count();
    static Score bag_upper(size_t index);
    static void put_bag(Score upper, const Bag& bag);
    static void excise(const Node& node);
    static void remove_node(Bag& bag, const Node& node);
    static void append_node(Score upper, Node node);
};

}  // namespace serinus::pallet_bags_list
