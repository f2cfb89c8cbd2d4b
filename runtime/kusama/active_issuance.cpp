#include "runtime/kusama/config/balances.hpp"
#include "runtime/kusama/config/referenda.hpp"

namespace serinus::kusama {

sdk::Balance ActiveIssuance::get() { return Currency::active_issuance(); }

}  // namespace serinus::kusama
