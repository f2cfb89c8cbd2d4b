#include "runtime/kusama/config/accounts.hpp"
#include "runtime/kusama/config/governance.hpp"

namespace serinus::kusama {

sdk::Balance ActiveIssuance::get() { return Currency::active_issuance(); }

}  // namespace serinus::kusama
