#include "chain/import/runtime_source.hpp"

#include <charconv>

#include "base/hex.hpp"
#include "runtime_api/api_version.hpp"

namespace serinus::chain {

using executor::CallError;
using primitives::BlockNumber;

namespace {

constexpr std::string_view kHeapPagesKey = ":heappages";

ChainError bad_substitute(const CodeSubstitute& substitute, const std::string& reason) {
    return {ChainError::Kind::kSpec, "codeSubstitutes[\"" + substitute.block + "\"] of the specification: " + reason};
}

Result<std::optional<uint64_t>, ChainError> heap_pages(state::Overlay& state) {
    const auto value = state.get(state::Area::top(), as_bytes(kHeapPagesKey));
    if (!value) return Err(from(value.error()));
    if (!*value || (*value)->size() != sizeof(uint64_t)) return std::optional<uint64_t>();
    return std::optional(load_le<uint64_t>((*value)->data()));
}

}  // namespace

std::optional<uint32_t> LoadedRuntime::find_api(std::string_view name) const {
    return runtime_api::find_api(version, name);
}

struct RuntimeSource::Impl {
    struct Substitute {
        const CodeSubstitute* text;
        std::optional<uint32_t> spec_version;  ///< once it was loaded
    };

    executor::Executor* executor;
    NumberOf number_of;
    std::vector<Substitute> substitutes;
    LoadedRuntime last;  ///< most blocks have the runtime of the one before

    Result<LoadedRuntime, ChainError> with_version(std::shared_ptr<const executor::Runtime> runtime) {
        if (runtime == last.runtime) return last;
        auto version = executor->version(*runtime);
        if (!version) return Err(from(version.error()));
        last = {std::move(runtime), *std::move(version)};
        return last;
    }

    std::optional<BlockNumber> start_of(const CodeSubstitute& substitute) const {
        const std::string& block = substitute.block;
        if (block.starts_with("0x")) {
            const auto hash = from_hex_fixed<Hash256>(block);
            return hash && number_of ? number_of(*hash) : std::nullopt;
        }
        BlockNumber number = 0;
        const auto [end, error] = std::from_chars(block.data(), block.data() + block.size(), number);
        return error == std::errc() && end == block.data() + block.size() ? std::optional(number) : std::nullopt;
    }

    Result<std::optional<LoadedRuntime>, ChainError> substitute(state::Overlay& state, BlockNumber number,
                                                                uint32_t spec_version) {
        for (Substitute& candidate : substitutes) {
            if (candidate.spec_version && *candidate.spec_version != spec_version) continue;
            const auto start = start_of(*candidate.text);
            if (!start || number < *start) continue;
            TRY_ASSIGN(const auto pages, heap_pages(state));
            auto runtime = executor->runtime_of_code(candidate.text->code, pages);
            if (!runtime) return Err(bad_substitute(*candidate.text, runtime.error().reason));
            auto version = executor->version(**runtime);
            if (!version) return Err(bad_substitute(*candidate.text, version.error().reason));
            candidate.spec_version = version->spec_version;
            if (version->spec_version == spec_version) {
                return std::optional(LoadedRuntime{*std::move(runtime), *std::move(version)});
            }
        }
        return std::optional<LoadedRuntime>();
    }
};

RuntimeSource::RuntimeSource(executor::Executor& executor, const std::vector<CodeSubstitute>& substitutes,
                             NumberOf number_of)
    : impl_(std::make_unique<Impl>()) {
    impl_->executor = &executor;
    impl_->number_of = std::move(number_of);
    for (const auto& substitute : substitutes) impl_->substitutes.push_back({&substitute, std::nullopt});
}

RuntimeSource::~RuntimeSource() = default;

executor::Executor& RuntimeSource::executor() noexcept { return *impl_->executor; }

Result<LoadedRuntime, ChainError> RuntimeSource::load(state::Overlay& state, BlockNumber number) {
    auto runtime = impl_->executor->runtime_of(state);
    if (!runtime) return Err(from(runtime.error()));
    TRY_ASSIGN(LoadedRuntime loaded, impl_->with_version(*std::move(runtime)));
    if (impl_->substitutes.empty()) return loaded;
    TRY_ASSIGN(const auto substitute, impl_->substitute(state, number, loaded.version.spec_version));
    return substitute ? *substitute : loaded;
}

}  // namespace serinus::chain
