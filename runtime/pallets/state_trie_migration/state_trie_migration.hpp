/// StateTrieMigration: writes each value of the state again, some in each block, so that a trie of version 0 becomes
/// one of version 1, where long values stand outside of the nodes. Pallet: state-trie-migration
///
/// The keys are passed in their order; where the root of a child trie stands its keys come before the next key of the
/// top trie. A block does so by itself (AutoLimits), or somebody signs for it, who says beforehand how many bytes will
/// be read and loses a deposit if that is wrong. Who may sign is the configuration's to say: on Kusama nobody.
///
/// Invariant (checked by try_state()): a child trie is under way only below a key of the top trie.
#pragma once

#include "runtime/pallets/state_trie_migration/types.hpp"
#include "runtime/pallets/state_trie_migration/weights.hpp"
#include "runtime/sdk/origin_checks.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"

namespace serinus::pallet_state_trie_migration {

using namespace sdk;
using pallet::MigrationCompute;
using pallet::MigrationLimits;

struct Constants {
    /// The longest key. A longer one halts the migration.
    uint32_t MaxKeyLen;
};

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    { T::kSignedDepositPerItem } -> std::convertible_to<Balance>;
    { T::kSignedDepositBase } -> std::convertible_to<Balance>;
    typename T::Currency;
    typename T::ControlOrigin;
    requires std::same_as<typename T::SignedFilter::Success, AccountId>;
    { T::kDbWeight } -> std::convertible_to<RuntimeDbWeight>;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(BasicCurrency<typename T::Currency>); }
    using PalletBase<Pallet, T>::deposit_event;
    using Progress = pallet::Progress<T::kConstants.MaxKeyLen>;
    using MigrationTask = pallet::MigrationTask<T::kConstants.MaxKeyLen>;

    struct Storage {
        /// How far the migration is.
        Value<MigrationTask, OrDefault> MigrationProcess;
        /// What each block may migrate; nothing: none does.
        Value<std::optional<MigrationLimits>, OrDefault> AutoLimits;
        /// What a signed migration may do at most; none may be signed for without it.
        Value<MigrationLimits> SignedMigrationMaxLimits;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    enum class Error : uint8_t {
        /// More than a signed migration may do.
        MaxSignedLimits,
        /// A key is longer than MaxKeyLen: the migration stands there.
        KeyTooLong,
        /// Who signed has not the deposit.
        NotEnoughFunds,
        /// The migration is not as far as was said.
        BadWitness,
        /// Nobody may sign for a migration.
        SignedMigrationNotAllowed,
        /// The key is no root of a child trie.
        BadChildRoot,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    struct Event {
        /// So many keys of the top trie and of child tries were migrated.
        struct Migrated {
            uint32_t top;
            uint32_t child;
            MigrationCompute compute;
        };
        /// Somebody signed for a migration that was another than was said.
        struct Slashed {
            AccountId who;
            Balance amount;
        };
        /// Everything is migrated.
        struct AutoMigrationFinished {};
        /// The migration stands still.
        struct Halted {
            Error error;
        };
        using list = List<Migrated, Slashed, AutoMigrationFinished, Halted>;
    };

    /// Says what each block may migrate; nothing ends it. Origin: ControlOrigin.
    struct control_auto_migration {
        std::optional<MigrationLimits> maybe_config;
        Weight weight() const { return T::kDbWeight.reads_writes(1, 1); }
        DispatchResult operator()(Origin<typename T::ControlOrigin>) const;
    };
    /// Continues the migration from `witness_task`, which must be where it is, and reads at most `real_size_upper`
    /// bytes, or the deposit is lost and the migration stays where it was. Free of charge if it goes well. Origin:
    /// SignedFilter. Errors: SignedMigrationNotAllowed, MaxSignedLimits, NotEnoughFunds, BadWitness.
    struct continue_migrate {
        MigrationLimits limits;
        uint32_t real_size_upper{};
        MigrationTask witness_task;
        Weight weight() const {
            return dynamic_weight(limits.item, real_size_upper).saturating_add(T::kWeights.continue_migrate());
        }
        DispatchResultWithPostInfo operator()(Origin<typename T::SignedFilter> origin) const;
    };
    /// Writes these keys of the top trie again, wherever the migration is. Their values have at most `witness_size`
    /// bytes, or the deposit is lost. Origin: SignedFilter. Errors: Other where the deposit cannot be paid.
    struct migrate_custom_top {
        std::vector<Bytes> keys;
        uint32_t witness_size{};
        Weight weight() const {
            return T::kWeights.migrate_custom_top_success()
                .max(T::kWeights.migrate_custom_top_fail())
                .saturating_add(dynamic_weight(static_cast<uint32_t>(keys.size()), witness_size));
        }
        DispatchResultWithPostInfo operator()(Origin<typename T::SignedFilter> origin) const;
    };
    /// The same for keys of the child trie under the key `root`, whose values have exactly `total_size` bytes.
    /// Origin: SignedFilter. Errors: Other where the deposit cannot be paid or the key is no root of a child trie.
    struct migrate_custom_child {
        Bytes root;
        std::vector<Bytes> child_keys;
        uint32_t total_size{};
        Weight weight() const {
            return T::kWeights.migrate_custom_child_success()
                .max(T::kWeights.migrate_custom_child_fail())
                .saturating_add(dynamic_weight(static_cast<uint32_t>(child_keys.size()), total_size));
        }
        DispatchResultWithPostInfo operator()(Origin<typename T::SignedFilter> origin) const;
    };
    /// Says what a signed migration may do at most. Origin: ControlOrigin.
    struct set_signed_max_limits {
        MigrationLimits limits;
        Weight weight() const { return T::kDbWeight.reads_writes(1, 1); }
        DispatchResult operator()(Origin<typename T::ControlOrigin>) const;
    };
    /// Says how far the migration is: to pass over a key, or to begin again. Origin: ControlOrigin.
    struct force_set_progress {
        Progress progress_top;
        Progress progress_child;
        Weight weight() const { return T::kDbWeight.reads_writes(1, 1); }
        DispatchResult operator()(Origin<typename T::ControlOrigin>) const;
    };
    using Calls = List<At<0, control_auto_migration>, At<1, continue_migrate>, At<2, migrate_custom_top>,
                       At<3, migrate_custom_child>, At<4, set_signed_max_limits>, At<5, force_set_progress>>;

    /// Migrates what AutoLimits allow.
    static Weight on_initialize(BlockNumber now);
    static TryStateResult try_state();

    /// What so many keys with so many bytes weigh.
    static Weight dynamic_weight(uint32_t items, uint32_t size) {
        return T::kDbWeight.reads_writes(1, 1).saturating_mul(items).saturating_add(T::kWeights.process_top_key(size));
    }

  private:
    using ToStart = typename Progress::ToStart;
    using LastKey = typename Progress::LastKey;
    using Complete = typename Progress::Complete;

    /// One run: the task, and what was done in it.
    struct Run {
        MigrationTask task;
        uint32_t top_items = 0;
        uint32_t child_items = 0;
        uint32_t size = 0;

        bool is_finished() const { return std::holds_alternative<Complete>(task.progress_top.v); }
        DispatchResult until_exhaustion(MigrationLimits limits);
        /// At most one key. Errors: KeyTooLong.
        DispatchResult step();
        DispatchResult step_top();
        DispatchResult step_child();
    };
    static void halt(Error error);
    /// What somebody pays who said something wrong about so many keys given one by one.
    static Balance custom_deposit(size_t keys);
    static void slash(const AccountId& who, Balance deposit);
};

}  // namespace serinus::pallet_state_trie_migration
