/// The real Kusama 1.7.1 with its metadata, asked on small states.
#pragma once

#include <gtest/gtest.h>

#include <functional>

#include "metadata/metadata.hpp"
#include "runtime_api/metadata.hpp"
#include "runtime_api/on_state.hpp"
#include "state/memory_backend.hpp"
#include "tests/runtime/genesis_state.hpp"
#include "tests/support/data.hpp"

namespace serinus::test {

using metadata::Metadata;

class RealXcm : public testing::Test {
  protected:
    void SetUp() override {
        const auto path = shared_data("runtimes/kusama-1007001.compact.compressed.wasm");
        if (!path) GTEST_SKIP() << kNoSharedData;
        const std::string code = read_file(*path);
        auto runtime = shared_executor(EngineChoice::kBest).runtime_of_code(as_bytes(code), std::nullopt);
        ASSERT_TRUE(runtime) << runtime.error().reason;
        runtime_ = *runtime;
        state::MemoryBackend empty;
        state::Overlay overlay(empty);
        const auto encoded = runtime_api::call({shared_executor(EngineChoice::kBest), *runtime_, overlay},
                                               runtime_api::metadata::kMetadataAtVersion, 15u);
        ASSERT_TRUE(encoded && *encoded);
        auto decoded = Metadata::decode(**encoded);
        ASSERT_TRUE(decoded) << decoded.error();
        metadata_ = *std::move(decoded);
    }

    /// The answer on an empty state, or one with `changes`; nullopt: the runtime traps, as on what it cannot decode.
    /// `look` sees the state afterwards.
    std::optional<Bytes> ask(std::string_view method, BytesView arguments,
                             const std::vector<std::pair<Bytes, Bytes>>& changes = {},
                             const std::function<void(state::Overlay&)>& look = nullptr) const {
        state::MemoryBackend empty;
        state::Overlay overlay(empty);
        for (const auto& [key, value] : changes) overlay.put(state::Area::top(), key, value);
        auto answer = shared_executor(EngineChoice::kBest).call(*runtime_, method, arguments, overlay);
        if (!answer) return std::nullopt;
        if (look) look(overlay);
        return *std::move(answer);
    }
    /// The type of the first argument.
    uint32_t argument_of(std::string_view api, std::string_view method) const {
        for (const auto& one : metadata_->model().apis) {
            if (one.name != api) continue;
            for (const auto& function : one.methods) {
                if (function.name == method) return function.inputs[0].type.value;
            }
        }
        ADD_FAILURE() << api << ' ' << method;
        return 0;
    }

    /// A storage item's key. Its pallet and it must be there.
    Bytes key(std::string_view pallet, std::string_view entry, std::initializer_list<Bytes> keys) const {
        const metadata::Item item{metadata_->find_pallet(pallet), metadata_->find_entry(pallet, entry)};
        if (keys.size() == 0) return metadata::item_prefix(item.pallet->storage->prefix, entry);
        const std::vector<BytesView> views(keys.begin(), keys.end());
        return metadata::map_key(item, views).value();
    }

    /// The place of that limit in HostConfiguration.
    static constexpr size_t kMaxDownwardMessageSize = 48;

    std::shared_ptr<const executor::Runtime> runtime_;
    std::unique_ptr<const Metadata> metadata_;
};

}  // namespace serinus::test
