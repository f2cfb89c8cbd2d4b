/// System: the version of the runtime and the limits of its blocks.
#pragma once

#include "runtime/config/balances.hpp"
#include "runtime/pallets.hpp"
#include "runtime/pallets/development_defaults.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/version.hpp"

namespace serinus::new_chain {

struct SystemConfig : development_defaults::System<SystemConfig> {
    using AccountData = pallet_balances::types::AccountData<sdk::Balance>;
    static constexpr uint32_t kSpecVersion = new_chain::kSpecVersion;
    static constexpr uint32_t kTransactionVersion = new_chain::kTransactionVersion;
    static sdk::RuntimeVersion version() { return new_chain::version(); }
};

}  // namespace serinus::new_chain
