/// What members of the society were paid before the chain remembered it.
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::kusama {

struct PastPayouts {
    /// In planck; 0 for those who got nothing.
    static sdk::Balance of(const sdk::AccountId& who);
};

}  // namespace serinus::kusama
