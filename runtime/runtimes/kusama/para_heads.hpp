/// What BeefyMmrLeaf needs of Paras: the heads of parachains. Source: fellowship runtimes v1.7.1,
/// relay/kusama/src/lib.rs (ParaHeadsRootProvider)
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::kusama {

/// The root of the tree over (id, head) of all parachains, ordered by their ids.
struct ParaHeadsRoot {
    static Hash256 extra_data();
};

}  // namespace serinus::kusama
