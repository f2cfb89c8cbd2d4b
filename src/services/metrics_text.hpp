/// Metrics in the text format of Prometheus. Format: Prometheus exposition formats, text 0.0.4
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace serinus::services {

/// Our own writer: the packaged library costs a web server and four seconds for each source that names it, and what a
/// scrape needs of it is this.
class MetricsText {
  public:
    using Labels = std::vector<std::pair<std::string, std::string>>;

    /// `common` stands on every sample.
    explicit MetricsText(Labels common) : common_(std::move(common)) {}

    /// Begins a metric; its samples follow. `type`: "gauge", "counter", "histogram".
    void metric(std::string_view name, std::string_view type, std::string_view help);
    void sample(double value, const Labels& labels = {});
    /// A sample of the metric whose name goes on so: "_sum".
    void sample_of(std::string_view suffix, double value, const Labels& labels = {});
    /// The samples of a histogram: `counts` of what fell into each bucket alone, the last one above all `bounds`.
    void histogram(std::span<const uint64_t> counts, std::span<const double> bounds, double sum, const Labels& labels);
    /// metric() with one sample.
    void gauge(std::string_view name, std::string_view help, double value);
    void counter(std::string_view name, std::string_view help, double value);

    const std::string& text() const noexcept { return text_; }

  private:
    Labels common_;
    std::string name_;
    std::string text_;
};

}  // namespace serinus::services
