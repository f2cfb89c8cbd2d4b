/// The real Kusama 1.7.1, asked on a small state or an empty one, for tests of what depends on little.
#pragma once

#include <gtest/gtest.h>

#include <map>

#include "executor/executor.hpp"
#include "runtime_api/on_state.hpp"
#include "state/memory_backend.hpp"
#include "tests/support/data.hpp"

namespace serinus::kusama {

class RealModule : public testing::Test {
  protected:
    void SetUp() override {
        const auto path = test::shared_data("runtimes/kusama-1007001.compact.compressed.wasm");
        if (!path) GTEST_SKIP() << test::kNoSharedData;
        const Bytes code = to_bytes(as_bytes(test::read_file(*path)));
        auto runtime = executor_.runtime_of_code(code, std::nullopt);
        ASSERT_TRUE(runtime) << runtime.error().reason;
        runtime_ = *std::move(runtime);
    }

    template <class Value, class... Arguments>
    std::optional<Value> ask(const runtime_api::Call<Value(Arguments...)>& what,
                             const std::type_identity_t<Arguments>&... arguments) {
        return ask_on({}, what, arguments...);
    }

    /// The same on a state of these entries.
    template <class Value, class... Arguments>
    std::optional<Value> ask_on(const std::map<Bytes, Bytes>& entries,
                                const runtime_api::Call<Value(Arguments...)>& what,
                                const std::type_identity_t<Arguments>&... arguments) {
        state::MemoryBackend empty;
        state::Overlay overlay(empty);
        for (const auto& [key, value] : entries) overlay.put(state::Area::top(), key, value);
        auto answer = runtime_api::call({executor_, *runtime_, overlay}, what, arguments...);
        EXPECT_TRUE(answer) << answer.error().reason;
        return answer ? std::optional<Value>(*std::move(answer)) : std::nullopt;
    }

    /// The answer to encoded arguments on a state of these entries, and that state with what the call has written.
    std::pair<Bytes, std::map<Bytes, Bytes>> call_on(std::map<Bytes, Bytes> entries, std::string_view method,
                                                     BytesView arguments) {
        state::MemoryBackend empty;
        state::Overlay overlay(empty);
        for (const auto& [key, value] : entries) overlay.put(state::Area::top(), key, value);
        auto answer = executor_.call(*runtime_, method, arguments, overlay);
        EXPECT_TRUE(answer) << method << ": " << answer.error().reason;
        if (!answer) return {};
        for (auto& [key, value] : overlay.take_changes().top) {
            if (value) {
                entries[key] = *std::move(value);
            } else {
                entries.erase(key);
            }
        }
        return {*std::move(answer), std::move(entries)};
    }

  private:
    executor::Executor executor_;
    std::shared_ptr<const executor::Runtime> runtime_;
};

}  // namespace serinus::kusama
