/// For tests of host functions: a memory to call them on, without an engine.
#pragma once

#include <gtest/gtest.h>

#include "executor/allocator.hpp"
#include "executor/host/convert.hpp"
#include "executor/host/fake_instance.hpp"
#include "executor/host/host_call.hpp"
#include "platform/virtual_scheduler.hpp"
#include "state/memory_backend.hpp"

namespace serinus::executor::host {

/// Calls host functions by name as a runtime does: bytes are laid out in the memory, results read from it.
class HostTest : public ::testing::Test {
  protected:
    static constexpr uint32_t kHeapBase = 32 * 1024;

    HostTest() { instance.user_data = &call; }

    /// Pointer and size of a copy of `bytes` in the memory, below the heap.
    wasm::Raw put(BytesView bytes) {
        const uint32_t at = next_;
        next_ += static_cast<uint32_t>(bytes.size());
        EXPECT_LE(next_, kHeapBase);
        std::copy(bytes.begin(), bytes.end(), instance.memory().begin() + at);
        return pack(at, bytes.size());
    }
    wasm::Raw put(std::string_view text) { return put(as_bytes(text)); }
    /// The pointer alone.
    wasm::Raw put_fixed(BytesView bytes) { return static_cast<uint32_t>(put(bytes)); }
    template <class T>
    wasm::Raw put_scale(const T& value) {
        return put(scale::encode(value));
    }

    /// The slot of the result, or 0. Arguments are slots.
    wasm::Raw run(std::string_view name, const std::vector<wasm::Raw>& arguments) {
        instance.failure.reset();
        EXPECT_TRUE(try_run(name, arguments)) << name << ": " << instance.failure.value_or("no reason given");
        return slots_[0];
    }
    /// The reason of the trap that must follow.
    std::string trap(std::string_view name, const std::vector<wasm::Raw>& arguments) {
        instance.failure.reset();
        EXPECT_FALSE(try_run(name, arguments)) << name;
        return instance.failure.value_or("");
    }
    /// The bytes that a packed result stands for.
    Bytes bytes_of(wasm::Raw packed) {
        BytesView view;
        EXPECT_TRUE(view_memory(call, instance, packed, view));
        return to_bytes(view);
    }
    Bytes run_bytes(std::string_view name, const std::vector<wasm::Raw>& arguments) {
        return bytes_of(run(name, arguments));
    }
    Bytes fixed_bytes(wasm::Raw pointer, size_t size) { return bytes_of(pack(static_cast<uint32_t>(pointer), size)); }

    /// Forgets all changes and goes on from `state`.
    void start_over(state::Backend& state) {
        std::destroy_at(&overlay);
        std::construct_at(&overlay, state);
    }

    FakeInstance instance;
    state::MemoryBackend backend;
    state::Overlay overlay{backend};
    CallContext context;
    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    Executor executor{{.scheduler = scheduler.get(), .interpret = true}};
    Allocator allocator{kHeapBase};
    HostCall call{.overlay = overlay, .context = context, .executor = executor, .allocator = &allocator};

  private:
    bool try_run(std::string_view name, const std::vector<wasm::Raw>& arguments) {
        const HostFunctionEntry* entry = find_host_function(name);
        EXPECT_NE(entry, nullptr) << name;
        if (entry == nullptr) return false;
        EXPECT_EQ(entry->wrapped.signature.count, arguments.size()) << name;
        std::fill(std::begin(slots_), std::end(slots_), 0);
        std::copy(arguments.begin(), arguments.end(), slots_);
        return entry->wrapped.function(instance, nullptr, slots_);
    }

    uint32_t next_ = 64;
    wasm::Raw slots_[Signature::kMaxParams + 1] = {};
};

}  // namespace serinus::executor::host
