/// The runtime, put together: all pallets with their configurations, and what a transaction carries.
#pragma once

#include "runtime/config/aura.hpp"
#include "runtime/config/balances.hpp"
#include "runtime/config/grandpa.hpp"
#include "runtime/config/numbers.hpp"
#include "runtime/config/session.hpp"
#include "runtime/config/sudo.hpp"
#include "runtime/config/system.hpp"
#include "runtime/config/timestamp.hpp"
#include "runtime/config/transaction_payment.hpp"
#include "runtime/migrations.hpp"
#include "runtime/pallets/system/extensions.hpp"
#include "runtime/sdk/embedded.hpp"
#include "runtime/version.hpp"

namespace serinus::new_chain {

/// What a transaction carries besides its call, in this order.
using Extensions = sdk::Extensions<frame_system::extensions::check_non_zero_sender::CheckNonZeroSender<SystemConfig>,
                                   frame_system::extensions::check_spec_version::CheckSpecVersion<SystemConfig>,
                                   frame_system::extensions::check_tx_version::CheckTxVersion<SystemConfig>,
                                   frame_system::extensions::check_genesis::CheckGenesis<SystemConfig>,
                                   frame_system::extensions::check_mortality::CheckMortality<SystemConfig>,
                                   frame_system::extensions::check_nonce::CheckNonce<SystemConfig>,
                                   frame_system::extensions::check_weight::CheckWeight<SystemConfig>,
                                   pallet_transaction_payment::ChargeTransactionPayment<TransactionPaymentConfig>>;

using Extrinsic = sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<sdk::LookupSource, sdk::RuntimeCall,
                                                                               sdk::MultiSignature, Extensions::Extra>;

/// What the SDK and the runtime APIs need to know.
struct Runtime : sdk::Embedded {
    using Pallets = Places::Pallets;
    using System = new_chain::System;
    using TransactionPayment = new_chain::TransactionPayment;
    using Aura = new_chain::Aura;
    using Grandpa = new_chain::Grandpa;
    using Historical = pallet_offences::NoKeyOwners;
    using SessionKeys = opaque::SessionKeys;
    using Extensions = new_chain::Extensions;
    using Extrinsic = new_chain::Extrinsic;

    static sdk::RuntimeVersion version() { return new_chain::version(); }
    static sdk::Weight on_runtime_upgrade() { return sdk::run_migrations(Migrations{}); }
};

}  // namespace serinus::new_chain
