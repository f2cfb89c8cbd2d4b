/// Layers of the chain's storage, as calls have them. Source: staging-xcm-builder 22, transactional.rs
#pragma once

#include "runtime/xcm/traits.hpp"

namespace serinus::xcm {

struct StorageLayers final : Layers {
    bool enter() const override;
    void leave(bool keep) const override;
};

}  // namespace serinus::xcm
