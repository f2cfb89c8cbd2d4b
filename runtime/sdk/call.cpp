#include "runtime/sdk/call.hpp"

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
    if (auto entered = enter_storage_layer(); !entered) return DispatchErrorWithPostInfo(std::move(entered).error());
    auto result = ops().dispatch(data_, origin);
    leave_storage_layer(result.has_value());
    return result;
}

const PalletDescriptor* find_pallet(uint8_t index) {
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        if (pallet->info.index == index) return pallet;
    }
    return nullptr;
}

bool skip_pallet_origin(scale::Decoder& in, uint8_t pallet) {
    const PalletDescriptor* const of = find_pallet(pallet);
    if (of == nullptr || of->skip_origin == nullptr) {
        return in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 1, pallet);
    }
    return of->skip_origin(in);
}

}  // namespace serinus::sdk

namespace serinus::scale {

bool Codec<sdk::RuntimeCall>::read_unboxed(Decoder& in, sdk::RuntimeCall& call) {
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

size_t Codec<std::vector<sdk::RuntimeCall>>::size(const Calls& calls) {
    size_t bytes = compact_size(uint64_t{calls.size()});
    for (const sdk::RuntimeCall& call : calls) bytes += encoded_size(call);
    return bytes;
}

void Codec<std::vector<sdk::RuntimeCall>>::write(Encoder& out, const Calls& calls) {
    out.compact(uint64_t{calls.size()});
    for (const sdk::RuntimeCall& call : calls) encode_to(out, call);
}

bool Codec<std::vector<sdk::RuntimeCall>>::read(Decoder& in, Calls& calls) {
    uint32_t count;
    if (!in.length(count, Codec<sdk::RuntimeCall>::kMinSize) || !in.enter()) return false;
    calls.clear();
    for (uint32_t i = 0; i < count; ++i) {
        if (!Codec<sdk::RuntimeCall>::read_unboxed(in, calls.emplace_back())) {
            return kDecodePaths ? in.inside("sequence", i) : false;
        }
    }
    in.leave();
    return true;
}

}  // namespace serinus::scale
