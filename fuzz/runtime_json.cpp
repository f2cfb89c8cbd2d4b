// The runtime's JSON: valid is what Boost.JSON takes, and what a configuration was read from can be written and read
// again.
#include <boost/json.hpp>

#include "base/assert.hpp"
#include "runtime/sdk/genesis/config.hpp"
#include "runtime/sdk/keys.hpp"

// Names of fields are read from types with linkage only.
namespace serinus::fuzz_runtime_json {

using namespace serinus::sdk;

enum class Kind : uint8_t { Small, Large };

struct Nested {
    std::pair<uint64_t, uint64_t> c;
    Kind kind{};
};

struct Config {
    std::vector<std::pair<AccountId, Balance>> balances;
    std::optional<Nested> nested_value;
    std::vector<sp_core::ecdsa::Public> keys;
    Bytes raw;
    bool flag{};
};

}  // namespace serinus::fuzz_runtime_json

namespace {

using namespace serinus;
using namespace serinus::sdk;
using fuzz_runtime_json::Config;

bool is_valid(std::string_view text) {
    json::Reader in(text);
    return in.skip() && in.finish();
}

bool boost_takes(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = json::kMaxDepth;
    boost::json::error_code error;
    boost::json::parse({text.data(), text.size()}, error, {}, options);
    return !error;
}

bool read(std::string_view text, Config& config) {
    json::Reader in(text);
    constexpr genesis::detail::ObjectRules kOfPallet{.camel = true, .complete = false, .ignores_others = false};
    return genesis::detail::read_object(in, config, kOfPallet) && in.finish();
}

std::string write(const Config& config) {
    json::Writer out;
    genesis::detail::write_object(out, config, true);
    return std::move(out).finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    // Boost refuses exponents that no double has, and lets escaped surrogates stand alone where we do not.
    if (text.find_first_of("eE\\") == std::string_view::npos) SERINUS_ASSERT(is_valid(text) == boost_takes(text));

    Config config;
    if (!read(text, config)) return 0;
    SERINUS_ASSERT(is_valid(text));
    const std::string written = write(config);
    SERINUS_ASSERT(is_valid(written) && boost_takes(written));
    Config copy;
    SERINUS_ASSERT(read(written, copy));
    SERINUS_ASSERT(write(copy) == written);
    return 0;
}
