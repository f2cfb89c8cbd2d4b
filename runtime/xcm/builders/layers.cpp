#include "runtime/xcm/builders/layers.hpp"

#include "runtime/sdk/host/storage_raw.hpp"

namespace serinus::xcm {

bool StorageLayers::enter() const { return sdk::enter_storage_layer().has_value(); }

void StorageLayers::leave(bool keep) const { sdk::leave_storage_layer(keep); }

}  // namespace serinus::xcm
