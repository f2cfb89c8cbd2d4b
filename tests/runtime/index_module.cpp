// A module of the SDK's storage alone (index_module.wasm): data a call indexes for the node and whether that outlasts
// the call. own_runtime_test runs it in the host.
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/host/storage_raw.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::test {

struct Index {
    /// A batch of a call for each value, in a layer of its own within the batch's: it writes and indexes the value;
    /// those that are not 0 succeed, and the batch fails with the first that does not.
    struct batch {
        std::vector<uint8_t> values;

        bool operator()() const {
            return sdk::with_storage_layer([&]() -> sdk::DispatchResult {
                       for (const uint8_t value : values) {
                           TRY(sdk::with_storage_layer([&]() -> sdk::DispatchResult {
                               sdk::host::set(as_bytes("value"), Bytes{value});
                               sdk::host::index_offchain(as_bytes("index"), Bytes{value});
                               ENSURE(value != 0, sdk::kBadOrigin);
                               return {};
                           }));
                       }
                       return {};
                   })
                .has_value();
        }
    };
};

}  // namespace serinus::test

using serinus::test::Index;
SERINUS_EXPORT_METHOD(Index, batch)
