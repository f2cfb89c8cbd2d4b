// Configuration files in YAML: what is read is a value that JSON can say, which is read again as the same.
#include "fork/yaml.hpp"

#include <boost/json.hpp>

#include "base/assert.hpp"
#include "base/bytes.hpp"

using namespace serinus;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto value = fork::read_yaml(as_text({data, size}));
    if (!value) {
        SERINUS_ASSERT(!value.error().empty());
        return 0;
    }
    const std::string json = boost::json::serialize(*value);
    boost::system::error_code error;
    const auto again = boost::json::parse(json, error);
    SERINUS_ASSERT(!error && again == *value);
    return 0;
}
