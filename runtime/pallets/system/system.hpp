/// System: accounts and what keeps them alive, the block's environment, its digest, events and weight, and the code.
/// Pallet: frame-system
///
/// Invariants (checked by try_state()): an account in storage has a provider or suffices; who has consumers has
/// providers; EventCount is the number of Events.
#pragma once

#include "runtime/pallets/system/types.hpp"
#include "runtime/pallets/system/weights.hpp"
#include "runtime/sdk/address.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/filters.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::frame_system {

struct Constants {
    sdk::BlockWeights BlockWeights;  ///< Limits of a block's weight, in all and by class.
    sdk::BlockLength BlockLength;    ///< Limits of a block's length in bytes, by class.
    BlockNumber BlockHashCount;      ///< How many hashes of past blocks are kept.
    sdk::RuntimeDbWeight DbWeight;   ///< What an access of the database weighs.
    sdk::RuntimeVersion Version;     ///< The version of the runtime.
    uint16_t SS58Prefix;             ///< The prefix of this chain's addresses.
};

/// Keys that the host knows. Spec: sect-storage-api
namespace well_known_keys {
inline constexpr std::string_view kCode = ":code";
inline constexpr std::string_view kHeapPages = ":heappages";
inline constexpr std::string_view kExtrinsicIndex = ":extrinsic_index";
inline constexpr std::string_view kIntrablockEntropy = ":intrablock_entropy";
}  // namespace well_known_keys

enum class DecRefStatus : uint8_t { Reaped, Exists };
enum class IncRefStatus : uint8_t { Created, Existed };

/// Gets the new code of the runtime. Source: frame_system::SetCode
template <class S>
concept SetCode = requires(const Bytes& code) {
    { S::set_code(code) } -> std::same_as<DispatchResult>;
};

/// The account that an address names; nullopt: none. Source: sp_runtime::traits::StaticLookup
template <class L>
concept StaticLookup = requires(const LookupSource& address) {
    { L::lookup(address) } -> std::same_as<std::optional<AccountId>>;
};

/// `T`: AccountData, OnNewAccount and OnKilledAccount (lists of types with a static function each), kMaxConsumers,
/// constants(), kWeights. If it likes: BaseCallFilter, with `static bool contains(const RuntimeCall&)`, which each
/// call must pass that has not Root's origin; OnSetCode, with `static DispatchResult set_code(const Bytes&)`, which
/// gets a new code in place of the storage, as on a chain whose relay chain has to agree first; Lookup, with `static
/// std::optional<AccountId> lookup(const LookupSource&)`, for chains on which other addresses than accounts name one;
/// MultiBlockMigrator, a MultiBlockMigrator of sdk/migration.hpp.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    T::kBlockHashCount;
    T::kBlockWeights;
    T::kMaxConsumers;
    T::kStateVersion;
    T::constants();
    T::version();
    typename T::AccountData;
    typename T::OnKilledAccount;
    typename T::OnNewAccount;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        sdk::for_each_handler(typename T::OnNewAccount{}, []<class L>() { static_assert(sdk::OnNewAccount<L>); });
        sdk::for_each_handler(typename T::OnKilledAccount{}, []<class L>() { static_assert(sdk::OnKilledAccount<L>); });
        if constexpr (requires { typename T::BaseCallFilter; }) {
            static_assert(sdk::Contains<typename T::BaseCallFilter, RuntimeCall>);
        }
        if constexpr (requires { typename T::OnSetCode; }) static_assert(SetCode<typename T::OnSetCode>);
        if constexpr (requires { typename T::Lookup; }) static_assert(StaticLookup<typename T::Lookup>);
    }
    using PalletBase<Pallet, T>::deposit_event;

    using AccountData = typename T::AccountData;
    using AccountInfo = frame_system::AccountInfo<Nonce, AccountData>;
    using EventRecord = frame_system::EventRecord<RuntimeEvent, Hash256>;
    using ConsumedWeight = PerDispatchClass<Weight>;

    struct Storage {
        /// Everything about an account.
        Map<Blake2_128Concat<AccountId>, AccountInfo, OrDefault> Account;
        /// How many extrinsics the block has.
        Value<uint32_t> ExtrinsicCount;
        /// Whether the inherents of the block are over.
        Value<bool, OrDefault> InherentsApplied;
        /// What the block has used so far.
        Value<ConsumedWeight, OrDefault> BlockWeight;
        /// Bytes of the block's extrinsics so far.
        Value<uint32_t> AllExtrinsicsLen;
        /// Hashes of past blocks by number.
        Map<Twox64Concat<BlockNumber>, Hash256, OrDefault> BlockHash;
        /// The block's extrinsics by their index.
        Map<Twox64Concat<uint32_t>, Bytes, OrDefault> ExtrinsicData;
        /// The number of the block that is being executed.
        Value<BlockNumber, OrDefault> Number;
        /// The hash of the block before.
        Value<Hash256, OrDefault> ParentHash;
        /// The digest of the block so far, which becomes part of its header.
        Value<sp_runtime::generic::digest::Digest, OrDefault> Digest;
        /// What has happened in this block. Too large to be read on chain.
        Value<std::vector<EventRecord>, OrDefault> Events;
        /// How many events there are.
        Value<uint32_t, OrDefault> EventCount;
        /// For each topic, where the events are that carry it: block and index.
        Map<Blake2_128Concat<Hash256>, std::vector<std::pair<BlockNumber, uint32_t>>, OrDefault> EventTopics;
        /// The version of the runtime that migrated the state last.
        Value<LastRuntimeUpgradeInfo> LastRuntimeUpgrade;
        /// Whether reference counts have 32 bits.
        Value<bool, OrDefault> UpgradedToU32RefCount;
        /// Whether there are three kinds of references.
        Value<bool, OrDefault> UpgradedToTripleRefCount;
        /// What the block is doing.
        Value<Phase> ExecutionPhase;
        /// A code that may be applied, by its hash.
        Value<CodeUpgradeAuthorization> AuthorizedUpgrade;
        /// What the block has been given back of the extrinsic's weight so far.
        Value<Weight, OrDefault> ExtrinsicWeightReclaimed;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// An extrinsic succeeded.
        struct ExtrinsicSuccess {
            DispatchEventInfo dispatch_info;
        };
        /// An extrinsic failed; its changes are undone, its fee is paid.
        struct ExtrinsicFailed {
            DispatchError dispatch_error;
            DispatchEventInfo dispatch_info;
        };
        /// The runtime's code was replaced.
        struct CodeUpdated {};
        /// An account came into being.
        struct NewAccount {
            AccountId account;
        };
        /// An account is gone.
        struct KilledAccount {
            AccountId account;
        };
        /// Somebody made a remark on chain.
        struct Remarked {
            AccountId sender;
            Hash256 hash;
        };
        /// A code may be applied.
        struct UpgradeAuthorized {
            Hash256 code_hash;
            bool check_version;
        };
        /// The code that might be applied is not fit for it, and may not be applied any more.
        struct RejectedInvalidAuthorizedUpgrade {
            Hash256 code_hash;
            DispatchError error;
        };
        using list = List<ExtrinsicSuccess, ExtrinsicFailed, CodeUpdated, NewAccount, KilledAccount, Remarked,
                          UpgradeAuthorized, RejectedInvalidAuthorizedUpgrade>;
    };

    enum class Error : uint8_t {
        /// The new runtime is another chain's.
        InvalidSpecName,
        /// The new runtime is not newer.
        SpecVersionNeedsToIncrease,
        /// The new code says no version.
        FailedToExtractRuntimeVersion,
        /// The account still has data.
        NonDefaultComposite,
        /// Something still refers to the account.
        NonZeroRefCount,
        /// The origin may not make this call.
        CallFiltered,
        /// The state is being migrated, and keeps its code until that is done.
        MultiBlockMigrationsOngoing,
        /// No code may be applied.
        NothingAuthorized,
        /// Another code may be applied.
        Unauthorized,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Does nothing; the bytes are on chain. Origin: any.
    struct remark {
        Bytes remark_;
        Weight weight() const { return T::kWeights.remark(static_cast<uint32_t>(remark_.size())); }
        DispatchResult operator()(const RuntimeOrigin& origin) const;
    };
    /// Sets how many pages the heap of the runtime has. Origin: root.
    struct set_heap_pages {
        static constexpr auto kClass = DispatchClass::Operational;
        uint64_t pages{};
        Weight weight() const { return T::kWeights.set_heap_pages(); }
        DispatchResult operator()(Root) const;
    };
    /// Replaces the runtime's code by a newer one of the same chain. Origin: root. Uses the rest of the block.
    struct set_code {
        static constexpr auto kClass = DispatchClass::Operational;
        Bytes code;
        Weight weight() const { return T::kWeights.set_code(); }
        DispatchResultWithPostInfo operator()(Root) const;
    };
    /// Replaces the runtime's code whatever it is. Origin: root. Uses the rest of the block.
    struct set_code_without_checks {
        static constexpr auto kClass = DispatchClass::Operational;
        Bytes code;
        Weight weight() const { return T::kWeights.set_code(); }
        DispatchResultWithPostInfo operator()(Root) const;
    };
    /// Writes storage. Origin: root.
    struct set_storage {
        static constexpr auto kClass = DispatchClass::Operational;
        std::vector<std::pair<Bytes, Bytes>> items;
        Weight weight() const { return T::kWeights.set_storage(static_cast<uint32_t>(items.size())); }
        DispatchResult operator()(Root) const;
    };
    /// Removes keys from storage. Origin: root.
    struct kill_storage {
        static constexpr auto kClass = DispatchClass::Operational;
        std::vector<Bytes> keys;
        Weight weight() const { return T::kWeights.kill_storage(static_cast<uint32_t>(keys.size())); }
        DispatchResult operator()(Root) const;
    };
    /// Removes the keys below a prefix; the weight is that of `subkeys` keys. Origin: root.
    struct kill_prefix {
        static constexpr auto kClass = DispatchClass::Operational;
        Bytes prefix;
        uint32_t subkeys{};
        Weight weight() const { return T::kWeights.kill_prefix(saturating_add(subkeys, 1u)); }
        DispatchResult operator()(Root) const;
    };
    /// As remark, with an event that carries the hash of the bytes. Origin: signed.
    struct remark_with_event {
        Bytes remark_;
        Weight weight() const { return T::kWeights.remark_with_event(static_cast<uint32_t>(remark_.size())); }
        DispatchResult operator()(Signed who) const;
    };

    /// Lets anybody apply the code with this hash, if it is a newer one of the same chain then. Origin: root.
    struct authorize_upgrade {
        static constexpr auto kClass = DispatchClass::Operational;
        Hash256 code_hash;
        Weight weight() const { return T::kWeights.authorize_upgrade(); }
        DispatchResult operator()(Root) const;
    };
    /// Lets anybody apply the code with this hash, whatever it is. Origin: root.
    struct authorize_upgrade_without_checks {
        static constexpr auto kClass = DispatchClass::Operational;
        Hash256 code_hash;
        Weight weight() const { return T::kWeights.authorize_upgrade(); }
        DispatchResult operator()(Root) const;
    };
    /// Replaces the runtime's code by the one that was authorized. Uses the rest of the block, free of charge. A code
    /// that is not fit loses its authorization. Origin: any, and unsigned too.
    /// Errors: NothingAuthorized, Unauthorized, MultiBlockMigrationsOngoing.
    struct apply_authorized_upgrade {
        static constexpr auto kClass = DispatchClass::Operational;
        Bytes code;
        Weight weight() const { return T::kWeights.apply_authorized_upgrade(); }
        DispatchResultWithPostInfo operator()(const RuntimeOrigin& origin) const;
    };
    using Calls =
        List<At<0, remark>, At<1, set_heap_pages>, At<2, set_code>, At<3, set_code_without_checks>, At<4, set_storage>,
             At<5, kill_storage>, At<6, kill_prefix>, At<7, remark_with_event>, At<9, authorize_upgrade>,
             At<10, authorize_upgrade_without_checks>, At<11, apply_authorized_upgrade>>;

    /// Accepts the code that was authorized from anybody, before all else.
    static TransactionValidity validate_unsigned(TransactionSource source, const RuntimeCall& call);

    /// The hash of the block before the first, in the reference too.
    static constexpr uint8_t kHashBeforeGenesis = 69;  ///< 32 times
    struct GenesisConfig {};
    static void build(const GenesisConfig& config);
    static TryStateResult try_state();

    // The block's environment, for the executive.
    static void reset_events();
    static void initialize(BlockNumber number, const Hash256& parent_hash, const primitives::Digest& digest);
    static void note_finished_initialize();
    static void note_extrinsic(BytesView encoded);
    static void note_applied_extrinsic(const DispatchResultWithPostInfo& result, DispatchInfo info);
    static void note_finished_extrinsics();
    /// Clears the environment and gives the finished header.
    static primitives::Header finalize();
    /// Whether this runtime runs on the state for the first time.
    static bool is_upgraded();
    static void note_runtime_upgrade();
    static bool inherents_applied() { return storage.InherentsApplied.get(); }
    static void note_inherents_applied() { storage.InherentsApplied.put(true); }
    /// Gives the block back what an extrinsic did not use of its weight, less what it has been given back already.
    static void reclaim_weight(const DispatchInfo& info, const PostDispatchInfo& post);
    /// Whether migrations are going on that take several blocks.
    static bool is_migrating() {
        if constexpr (requires { typename T::MultiBlockMigrator; }) {
            return T::MultiBlockMigrator::is_ongoing();
        } else {
            return false;
        }
    }

    // For everybody.
    static BlockNumber block_number() { return storage.Number.get(); }
    static Hash256 parent_hash() { return storage.ParentHash.get(); }
    static Hash256 block_hash(BlockNumber number) { return storage.BlockHash.get(number); }
    static primitives::Digest digest() { return storage.Digest.get().logs; }
    static void deposit_log(const primitives::DigestItem& item);
    static std::optional<uint32_t> extrinsic_index();
    static void deposit_event_indexed(std::span<const Hash256> topics, Bytes event);
    static ConsumedWeight block_weight() { return storage.BlockWeight.get(); }
    static Weight remaining_block_weight();
    static void register_extra_weight_unchecked(Weight weight, DispatchClass dispatch_class);
    /// Whether `code` may take the runtime's place. Errors: MultiBlockMigrationsOngoing, and of the version, if that
    /// matters, FailedToExtractRuntimeVersion, InvalidSpecName, SpecVersionNeedsToIncrease.
    static DispatchResult can_set_code(BytesView code, bool check_version);
    static void update_code_in_storage(BytesView code);
    /// What `set_code` does with a code: `T::OnSetCode`, or it takes the runtime's place at once.
    static DispatchResult replace_code(const Bytes& code);
    /// The base filter of all calls. Source: frame_system::Config::BaseCallFilter
    static bool allows_call(const RuntimeCall& call) {
        if constexpr (requires { typename T::BaseCallFilter; }) {
            return T::BaseCallFilter::contains(call);
        } else {
            return true;
        }
    }
    static const sdk::BlockWeights& block_weights() { return T::kBlockWeights; }

    // Accounts. What makes an account exist is a provider (a balance) or something that suffices; consumers keep it
    // from dying.
    static AccountInfo account(const AccountId& who) { return storage.Account.get(who); }
    static bool account_exists(const AccountId& who) { return storage.Account.exists(who); }
    static Nonce account_nonce(const AccountId& who) { return account(who).nonce; }
    static void inc_account_nonce(const AccountId& who);
    static uint32_t providers(const AccountId& who) { return account(who).providers; }
    static uint32_t consumers(const AccountId& who) { return account(who).consumers; }
    static uint32_t sufficients(const AccountId& who) { return account(who).sufficients; }
    static uint32_t reference_count(const AccountId& who);
    static IncRefStatus inc_providers(const AccountId& who);
    static ResultOf<DecRefStatus> dec_providers(const AccountId& who);  ///< ConsumerRemaining
    static IncRefStatus inc_sufficients(const AccountId& who);
    static DecRefStatus dec_sufficients(const AccountId& who);
    static DispatchResult inc_consumers(const AccountId& who);  ///< NoProviders, TooManyConsumers
    static DispatchResult inc_consumers_without_limit(const AccountId& who);
    static void dec_consumers(const AccountId& who);
    static bool is_provider_required(const AccountId& who) { return consumers(who) != 0; }
    static bool can_dec_provider(const AccountId& who);
    static bool can_accrue_consumers(const AccountId& who, uint32_t amount);
    static bool can_inc_consumer(const AccountId& who) { return can_accrue_consumers(who, 1); }

    // The store of balances. `f` gets the account's data, nullopt if it has none but the default, and returns a Result;
    // after a success it is written back, if the account exists.
    static AccountData get(const AccountId& who) { return account(who).data; }
    template <class F>
    static auto try_mutate_exists(const AccountId& who, F&& f) {
        AccountInfo info = account(who);
        std::optional<AccountData> data;
        if (!(info.data == AccountData{})) data = info.data;
        const uint32_t changes = account_changes;
        auto result = f(data);
        if (!result) return result;
        // `f` may have changed the references of the account.
        if (account_changes != changes) info = account(who);
        if (info.providers > 0 || info.sufficients > 0) {
            info.data = data ? *std::move(data) : AccountData{};
            put_account(who, info);
        } else {
            remove_account(who);
        }
        return result;
    }

    /// The account that an address names. Kusama has no indices in addresses. Errors: CannotLookup
    static ResultOf<AccountId> lookup(const LookupSource& address);

    static void put_account(const AccountId& who, const AccountInfo& info) {
        ++account_changes;
        storage.Account.put(who, info);
    }

  private:
    static Result<void, Error> check_code_version(BytesView code);
    static void do_authorize_upgrade(const Hash256& code_hash, bool check_version);
    static DispatchResultWithPostInfo do_apply_authorized_upgrade(const Bytes& code);
    /// Errors: NothingAuthorized, Unauthorized.
    static ResultOf<CodeUpgradeAuthorization> authorization_of(BytesView code);

    /// Of all accounts, in this call of the host: whoever sees no change need not read again.
    static inline constinit uint32_t account_changes = 0;

    static void remove_account(const AccountId& who) {
        ++account_changes;
        storage.Account.remove(who);
    }
    static void on_created_account(const AccountId& who);
    static void on_killed_account(const AccountId& who);
};

}  // namespace serinus::frame_system
