#include "executor/host/storage_results.hpp"

namespace serinus::executor::host {
KillResult kill_result(const state::PrefixRemoval& removal) {
    if (removal.cursor) return SomeRemaining{removal.loops};
    return AllRemoved{removal.loops};
}

RemovalResults removal_results(state::PrefixRemoval removal) {
    return {std::move(removal.cursor), removal.backend, removal.unique, removal.loops};
}

std::optional<uint32_t> read_part(const std::optional<BytesView>& value, MutableBytesView out, uint32_t offset) {
    if (!value) return std::nullopt;
    const BytesView rest = value->subspan(std::min<size_t>(offset, value->size()));
    std::copy_n(rest.begin(), std::min(rest.size(), out.size()), out.begin());
    return static_cast<uint32_t>(rest.size());
}

}  // namespace serinus::executor::host
