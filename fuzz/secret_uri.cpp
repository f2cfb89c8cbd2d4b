// Key URIs: a junction or a password put behind one that parses is read as such and changes nothing before it; the
// parts are parts of the text, in order.
#include "crypto/secret_uri.hpp"

#include <string>

#include "base/assert.hpp"

using namespace serinus;
using namespace serinus::crypto;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto uri = parse_key_uri(text);
    if (!uri) return 0;

    if (uri->phrase) SERINUS_ASSERT(text.starts_with(*uri->phrase));
    if (uri->password) {
        SERINUS_ASSERT(text.ends_with(*uri->password) && text.find("///") != std::string::npos);
        return 0;
    }
    SERINUS_ASSERT(uri->junctions.empty() == (text.find('/') == std::string::npos));

    const std::string longer_text = text + "//1/x///p";
    auto longer = parse_key_uri(longer_text);
    SERINUS_ASSERT(longer.has_value() && longer->phrase.has_value() == uri->phrase.has_value());
    SERINUS_ASSERT(longer->password == "p" && longer->junctions.size() == uri->junctions.size() + 2);
    SERINUS_ASSERT(longer->junctions.back() == junction_of("x", false));
    longer->junctions.pop_back();
    SERINUS_ASSERT(longer->junctions.back() == junction_of("1", true));
    longer->junctions.pop_back();
    SERINUS_ASSERT(longer->junctions == uri->junctions);
    return 0;
}
