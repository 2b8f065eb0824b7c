"""Scrapy's settings, each with its why. Scrapy keeps the frontier and the engine; what is asked, and what of it is
believed, is decided in `fetching.py`, which stands where Scrapy's own downloader and its middlewares stood.
"""

from __future__ import annotations

BOT_NAME = "overblik"

# Every exchange goes through the guard, the pace, the verification and the ledger; nothing else may reach a network.
DOWNLOAD_HANDLERS = {
    "http": "spiders.scrapy_crawl.FetchingHandler",
    "https": "spiders.scrapy_crawl.FetchingHandler",
    "file": None,  # a redirect to file:// must find nobody
    "data": None,  # the same
    "ftp": None,  # the same
    "s3": None,  # the same
}

# Robots fails open in Scrapy, offsite is skipped by redirects and drops without a word, retries know no Retry-After,
# decompression accepts what is cut. All of it is done in fetching.py, so none of it may be done a second time here.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
ROBOTSTXT_OBEY = False  # obeyed in guarding.py, which fails closed
RETRY_ENABLED = False
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
COMPRESSION_ENABLED = False
COOKIES_ENABLED = False  # pages for everybody; a session is somebody

# These drop requests without callback or errback; a planned request must always be heard of again. Depth, length and
# budget are checked where requests are planned.
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the ledger refuses a second plan of the same request

# Pace is kept by pacing.py for each host; here only so much that one slow host does not fill the whole engine.
CONCURRENT_REQUESTS = 32
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # the default starts a hundred tasks for each answer, whose items we have none of
DOWNLOAD_DELAY = 0
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's default is not to

# Breadth first: a budget is then spent on what the site shows first, not down one branch.
DEPTH_PRIORITY = 1
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
JOBDIR = None  # measured to lose data after a kill; recovery is the ledger's

# Only what ends a crawl in time. The others open ports (telnet, remote control: importing it alone takes half a second)
# or export what nobody reads.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

MEMUSAGE_LIMIT_MB = 512  # a crawl that grows beyond this is wrong about something
MEMUSAGE_CHECK_INTERVAL_SECONDS = 10.0
LOG_INSTALL_ROOT_HANDLER = False  # warnings go to the night's log, over the pipe
LOG_LEVEL = "INFO"
STATS_DUMP = False  # the ledger is the truth; "finished" in the stats was measured to mean nothing
