#include "runtime/sdk/call.hpp"

#include "runtime/sdk/dispatch_context.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::sdk {

uint8_t RuntimeCall::pallet_index() const { return pallet_->info.index; }

RuntimeCall RuntimeCall::of(const void* tag, void* data) {
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        for (const CallEntry& entry : pallet->calls) {
            if (entry.tag == tag) return {pallet, &entry, data};
        }
    }
    panic("a call of a pallet that this runtime does not have");
}

DispatchResultWithPostInfo RuntimeCall::dispatch(const RuntimeOrigin& origin) const {
    // CallFiltered of System. Pallet: frame_system
    constexpr uint8_t kCallFiltered = 5;
    ENSURE(origin.allows(*this),
           DispatchErrorWithPostInfo(DispatchError::Module{{kSystemPallet, {kCallFiltered, 0, 0, 0}}}));
    return dispatch_bypass_filter(origin);
}

DispatchResultWithPostInfo RuntimeCall::dispatch_bypass_filter(const RuntimeOrigin& origin) const {
    const DispatchContext context;
    StorageLayer layer;
    if (auto entered = layer.enter(); !entered) return DispatchErrorWithPostInfo(std::move(entered).error());
    auto result = ops().dispatch(data_, origin);
    layer.leave(result.has_value());
    return result;
}

const PalletDescriptor* find_pallet(uint8_t index) {
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        if (pallet->info.index == index) return pallet;
    }
    return nullptr;
}

}  // namespace serinus::sdk

namespace serinus::scale {

bool Codec<sdk::RuntimeCall>::read_here(Decoder& in, sdk::RuntimeCall& call) {
    uint8_t pallet_index;
    uint8_t call_index;
    if (!in.byte(pallet_index)) return false;
    const sdk::PalletDescriptor* const pallet = sdk::find_pallet(pallet_index);
    if (pallet == nullptr || pallet->calls.empty()) {
        return in.fail(DecodeFault::kUnknownVariant, in.position() - 1, pallet_index);
    }
    if (!in.byte(call_index)) return false;
    for (const sdk::CallEntry& entry : pallet->calls) {
        if (entry.index != call_index) continue;
        void* const data = entry.ops->decode(in);
        if (data == nullptr) return false;
        call = sdk::RuntimeCall(pallet, &entry, data);
        return true;
    }
    return in.fail(DecodeFault::kUnknownVariant, in.position() - 1, call_index);
}

}  // namespace serinus::scale
