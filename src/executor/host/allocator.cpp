/// `ext_allocator_*`: the host's heap, where runtimes ask for it.
#include "executor/allocator.hpp"

#include "executor/host/convert.hpp"

namespace serinus::executor::host {
namespace {

/// The two functions that are about the allocator itself do without conversion.
/// Spec: id-ext_allocator_malloc
bool allocate(wasm::Instance& instance, void*, wasm::Raw* slots) noexcept {
    HostCall* call = current_call(instance);
    if (call == nullptr) return false;
    const auto pointer = call->allocator->allocate(instance, call->memory, static_cast<uint32_t>(slots[0]));
    if (!pointer) return fail_call(*call, instance, std::string("allocator: ") + to_string(pointer.error()));
    slots[0] = *pointer;
    return true;
}

/// Spec: id-ext_allocator_free
bool free(wasm::Instance& instance, void*, wasm::Raw* slots) noexcept {
    HostCall* call = current_call(instance);
    if (call == nullptr) return false;
    const auto freed = call->allocator->free(instance, call->memory, static_cast<uint32_t>(slots[0]));
    return freed || fail_call(*call, instance, std::string("allocator: ") + to_string(freed.error()));
}

using enum wasm::ValueType;
constexpr HostFunctionEntry kAllocatorFunctions[] = {
    {"ext_allocator_malloc_version_1", {&allocate, {{kI32}, 1, kI32}}},
    {"ext_allocator_free_version_1", {&free, {{kI32}, 1, std::nullopt}}},
};

}  // namespace

std::span<const HostFunctionEntry> allocator_functions() { return kAllocatorFunctions; }

}  // namespace serinus::executor::host
