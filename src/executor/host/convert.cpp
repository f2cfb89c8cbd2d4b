#include "executor/host/convert.hpp"

#include "executor/allocator.hpp"

namespace serinus::executor::host {

std::optional<MutableBytesView> view_memory(wasm::Instance& instance, uint32_t pointer, uint32_t size) {
    const MutableBytesView memory = instance.memory();
    if (static_cast<uint64_t>(pointer) + size <= memory.size()) return memory.subspan(pointer, size);
    instance.fail("a host function was given " + std::to_string(size) + " bytes at " + std::to_string(pointer) +
                  ", outside the memory");
    return std::nullopt;
}

std::optional<Room> allocate_result(HostCall& call, wasm::Instance& instance, size_t size) {
    if (size > UINT32_MAX) {
        instance.fail("a result of a host function is too large");
        return std::nullopt;
    }
    const auto pointer = call.allocator->allocate(instance, static_cast<uint32_t>(size));
    if (!pointer) {
        instance.fail(std::string("allocator: ") + to_string(pointer.error()));
        return std::nullopt;
    }
    const auto bytes = view_memory(instance, *pointer, static_cast<uint32_t>(size));
    if (!bytes) return std::nullopt;
    return Room{*pointer, *bytes};
}

bool Return<Scale<std::optional<BytesView>>>::store(HostCall& call, wasm::Instance& instance, wasm::Raw& slot,
                                                    const Scale<std::optional<BytesView>>& result) {
    const auto& value = result.value;
    uint8_t head[1 + scale::kMaxCompact128];
    head[0] = value ? 1 : 0;
    const size_t head_size =
        value ? static_cast<size_t>(scale::store_compact(head + 1, uint64_t{value->size()}) - head) : 1;
    const size_t size = head_size + (value ? value->size() : 0);
    const auto room = allocate_result(call, instance, size);
    if (!room) return false;
    std::copy_n(head, head_size, room->bytes.begin());
    if (value) std::copy(value->begin(), value->end(), room->bytes.begin() + static_cast<ptrdiff_t>(head_size));
    slot = pack(room->pointer, size);
    return true;
}

HostCall* current_call(wasm::Instance& instance) {
    auto* call = static_cast<HostCall*>(instance.user_data);
    if (call == nullptr) instance.fail("host functions cannot be called before a call is made");
    return call;
}

bool fail_call(HostCall& call, wasm::Instance& instance, const HostError& error) {
    call.state_failed |= error.is_state;
    call.was_interrupted |= error.is_interrupted;
    instance.fail(error.reason);
    return false;
}

}  // namespace serinus::executor::host
