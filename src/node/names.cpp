#include "node/names.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/format.hpp"

namespace serinus::node {
namespace {

constexpr std::array<std::string_view, 64> kAdjectives = {
    "airy",    "amber",  "azure", "bold",    "brave",  "breezy", "bright", "brisk", "calm",   "cheery", "clever",
    "coral",   "crisp",  "curly", "daring",  "deft",   "dewy",   "dusky",  "eager", "early",  "fair",   "fleet",
    "fluffy",  "fond",   "free",  "fresh",   "gentle", "glad",   "golden", "grand", "happy",  "hardy",  "honest",
    "humble",  "ivory",  "jolly", "keen",    "kind",   "lively", "lofty",  "lucky", "mellow", "merry",  "mild",
    "misty",   "nimble", "noble", "patient", "plucky", "proud",  "quiet",  "rapid", "rosy",   "rustic", "shy",
    "singing", "snowy",  "spry",  "steady",  "sunny",  "swift",  "vivid",  "wild",  "witty",
};

constexpr std::array<std::string_view, 64> kNouns = {
    "avocet",     "barbet",     "bittern",  "bluetit",  "brambling", "bulbul",    "bunting",   "bustard",
    "canary",     "chaffinch",  "chough",   "citril",   "condor",    "cormorant", "crake",     "crossbill",
    "curlew",     "dipper",     "dotterel", "dunlin",   "dunnock",   "egret",     "eider",     "falcon",
    "fieldfare",  "finch",      "flamingo", "fulmar",   "gannet",    "godwit",    "goldcrest", "goldfinch",
    "grebe",      "greenfinch", "grouse",   "hawfinch", "heron",     "hoopoe",    "jackdaw",   "kestrel",
    "kingfisher", "kite",       "lapwing",  "lark",     "linnet",    "magpie",    "martin",    "nuthatch",
    "oriole",     "osprey",     "petrel",   "pipit",    "plover",    "ptarmigan", "puffin",    "redpoll",
    "robin",      "sandpiper",  "serin",    "siskin",   "skylark",   "starling",  "swallow",   "wagtail",
};

}  // namespace

std::string random_name(uint64_t random) {
    const std::string_view adjective = kAdjectives[random % kAdjectives.size()];
    const std::string_view noun = kNouns[(random >> 8) % kNouns.size()];
    return format_text("{}-{}-{:04}", adjective, noun, (random >> 16) % 10000);
}

std::string complaint_about_name(std::string_view name) {
    if (name.empty()) return "it is empty";
    const auto begins_character = [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; };
    if (static_cast<size_t>(std::ranges::count_if(name, begins_character)) > kMaxNameCharacters) {
        return format_text("it has more than {} characters", kMaxNameCharacters);
    }
    if (name.find_first_of("\\.@") != name.npos) return R"(it must not have any of the characters \ . @)";
    if (name.starts_with("http:") || name.starts_with("https:")) return "it must not be an address";
    return "";
}

}  // namespace serinus::node
