#include "executor/host/convert.hpp"

#include <cstring>

#include "executor/allocator.hpp"

namespace serinus::executor::host {

bool grown_memory_reaches(HostCall& call, wasm::Instance& instance, uint32_t pointer, uint32_t size) {
    call.memory = instance.memory();
    if (uint64_t{pointer} + size <= call.memory.size()) return true;
    instance.fail("a host function was given " + std::to_string(size) + " bytes at " + std::to_string(pointer) +
                  ", outside the memory");
    return false;
}

namespace {

Room no_room(wasm::Instance& instance, std::string reason) {
    instance.fail(std::move(reason));
    return {};
}

}  // namespace

Room allocate_result(HostCall& call, wasm::Instance& instance, size_t size) {
    if (size > UINT32_MAX) [[unlikely]]
        return no_room(instance, "a result of a host function is too large");
    const auto pointer = call.allocator->allocate(instance, call.memory, static_cast<uint32_t>(size));
    if (!pointer) [[unlikely]]
        return no_room(instance, std::string("allocator: ") + to_string(pointer.error()));
    if (!memory_reaches(call, instance, *pointer, static_cast<uint32_t>(size))) return {};
    return {call.memory.data() + *pointer, *pointer};
}

bool Return<Scale<std::optional<BytesView>>>::store(HostCall& call, wasm::Instance& instance, wasm::Raw& slot,
                                                    const std::optional<BytesView>& value) {
    const size_t value_size = value ? value->size() : 0;
    const size_t head_size = value ? 1 + scale::compact_size(uint64_t{value_size}) : 1;
    const Room room = allocate_result(call, instance, head_size + value_size);
    if (room.bytes == nullptr) return false;
    slot = pack(room.pointer, head_size + value_size);
    room.bytes[0] = value ? 1 : 0;
    if (!value) return true;
    if (head_size == 2) {
        room.bytes[1] = static_cast<uint8_t>(value_size << 2);
    } else {
        uint8_t head[scale::kMaxCompact128];
        (void)scale::store_compact(head, uint64_t{value_size});
        std::memcpy(room.bytes + 1, head, head_size - 1);
    }
    if (value_size > 0) std::memcpy(room.bytes + head_size, value->data(), value_size);
    return true;
}

HostCall* no_current_call(wasm::Instance& instance) {
    instance.fail("host functions cannot be called before a call is made");
    return nullptr;
}

bool fail_call(HostCall& call, wasm::Instance& instance, const HostError& error) {
    call.state_failed |= error.is_state;
    call.was_interrupted |= error.is_interrupted;
    instance.fail(error.reason);
    return false;
}

}  // namespace serinus::executor::host
