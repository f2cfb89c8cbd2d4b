#include "fork/cache_places.hpp"

#include "base/hex.hpp"
#include "platform/files.hpp"
#include "platform/log.hpp"

namespace serinus::fork {

namespace {

constexpr const char* kLast = "/last";
constexpr size_t kMaxNameBytes = 200;

std::string name_of(const ChainFacts& facts) {
    return std::to_string(facts.header.number.value) + "-" + to_hex(BytesView(facts.hash.bytes).first(8));
}

/// Whether `at` can be the block of a folder of this name.
bool is_name_of(std::string_view name, const std::string& at) {
    constexpr size_t kPrefixedDigits = 2 + 16;
    if (at.starts_with("0x")) return name.ends_with("-" + at.substr(2, kPrefixedDigits - 2));
    return name.starts_with(at + "-");
}

Result<std::string, std::string> find_kept(const ForkSource& source, const std::string& folder) {
    if (source.at.empty() || source.continues) {
        const auto last = platform::read_file(folder + kLast, kMaxNameBytes);
        if (last && last->find('/') == last->npos && !last->empty()) return *last;
    } else if (const auto names = platform::list_directory(folder)) {
        for (const std::string& name : *names) {
            if (is_name_of(name, source.at)) return name;
        }
    }
    return Err("there is no cache of this fork in " + folder + ": start it once with its --endpoint");
}

}  // namespace

std::string folder_name_of(std::string_view endpoint) {
    const auto parsed = parse_endpoint(endpoint);
    std::string out = parsed ? parsed->host + (parsed->port == "443" || parsed->port == "80" ? "" : "_" + parsed->port)
                             : std::string("origin");
    for (char& c : out) {
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
        else if (!is_plain)
            c = '_';
    }
    if (out.starts_with('.')) out.front() = '_';
    return out.substr(0, kMaxNameBytes);
}

Result<CachePlace, std::string> find_cache_place(const ForkSource& source, OriginApi* node) {
    if (source.endpoints.empty())
        return Err(std::string("--cache-root needs the --endpoint, after which its folders have names"));
    const std::string folder = source.cache_root + "/" + folder_name_of(source.endpoints.front());
    CachePlace out;
    std::string name;
    if (node != nullptr && !source.continues) {
        auto facts = node->facts(source.at);
        if (facts) {
            name = name_of(*facts);
            out.facts = *std::move(facts);
        } else if (platform::is_directory(folder)) {
            log::warn("fork", facts.error() + "; going on with what is in " + folder);
        } else {
            return Err(facts.error());
        }
    }
    if (name.empty()) TRY_ASSIGN(name, find_kept(source, folder));
    out.folder = folder + "/" + name;
    if (const auto made = platform::create_directories(out.folder); !made) return Err(made.error().message);
    const auto noted = platform::write_file_atomically(folder + kLast, as_bytes(name), 0644);
    if (!noted) return Err(noted.error().message);
    return out;
}

}  // namespace serinus::fork
