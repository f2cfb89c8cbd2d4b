/// Calls within calls, fees, and the migration of the trie.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs, relay/kusama/src/lib.rs and relay/kusama/constants
#pragma once

#include "runtime/pallets/multisig/multisig.hpp"
#include "runtime/pallets/proxy/proxy.hpp"
#include "runtime/pallets/state_trie_migration/state_trie_migration.hpp"
#include "runtime/pallets/sudo/sudo.hpp"
#include "runtime/pallets/transaction_payment/transaction_payment.hpp"
#include "runtime/pallets/utility/utility.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/deal_with_fees.hpp"
#include "runtime/runtimes/kusama/proxy_type.hpp"
#include "runtime/runtimes/kusama/weights/multisig.hpp"
#include "runtime/runtimes/kusama/weights/proxy.hpp"
#include "runtime/runtimes/kusama/weights/sudo.hpp"
#include "runtime/runtimes/kusama/weights/utility.hpp"

namespace serinus::kusama {

struct TransactionPaymentConfig : Common<TransactionPaymentConfig> {
    static constexpr pallet_transaction_payment::Constants kConstants{.OperationalFeeMultiplier =
                                                                          parameters::kOperationalFeeMultiplier};
    using OnChargeTransaction = kusama::OnChargeTransaction;

    static constexpr auto kFees = parameters::kFees;
    static constexpr auto kFeeAdjustment = parameters::kFeeAdjustment;
};

struct UtilityConfig : Common<UtilityConfig> {
    static constexpr pallet_utility::Constants kConstants{.batched_calls_limit = parameters::kBatchedCallsLimit};
    static constexpr auto kWeights = weights::kUtility;
};

struct ProxyConfig : Common<ProxyConfig> {
    static constexpr pallet_proxy::Constants kConstants{
        .ProxyDepositBase = currency::deposit(1, 8),
        .ProxyDepositFactor = currency::deposit(0, 33),
        .MaxProxies = 32,
        .MaxPending = 32,
        .AnnouncementDepositBase = currency::deposit(1, 8),
        .AnnouncementDepositFactor = currency::deposit(0, 66),
    };
    using ProxyType = staging_kusama_runtime::ProxyType;
    static constexpr auto kWeights = weights::kProxy;
};

struct MultisigConfig : Common<MultisigConfig> {
    static constexpr pallet_multisig::Constants kConstants{
        .DepositBase = currency::deposit(1, 88),
        .DepositFactor = currency::deposit(0, 32),
        .MaxSignatories = 100,
    };
    static constexpr auto kWeights = weights::kMultisig;
};

struct StateTrieMigrationConfig : Common<StateTrieMigrationConfig> {
    static constexpr pallet_state_trie_migration::Constants kConstants{.MaxKeyLen = 512};
    static constexpr sdk::Balance kSignedDepositPerItem = currency::kCents;
    static constexpr sdk::Balance kSignedDepositBase = 2'000 * currency::kCents;
    using ControlOrigin = sdk::EnsureRoot;
    using SignedFilter = sdk::EnsureNever<sdk::AccountId>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_state_trie_migration::Weights>;
};

struct SudoConfig : Common<SudoConfig> {
    static constexpr auto kWeights = weights::kSudo;
};

}  // namespace serinus::kusama
